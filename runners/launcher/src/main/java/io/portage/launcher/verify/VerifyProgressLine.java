package io.portage.launcher.verify;

import io.portage.verify.VerifyProgress;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import picocli.CommandLine.Help.Ansi;

/**
 * The progress, rewritten in place on a terminal; elsewhere only what is waited for, when that
 * begins.
 */
final class VerifyProgressLine implements VerifyProgress, AutoCloseable {
  private static final long EVERY_NANOS = Duration.ofMillis(200).toNanos();

  private final PrintWriter out;
  private final boolean terminal = Ansi.AUTO.enabled();
  private String place = "";
  private String waiting = "";
  private long began;
  private long firstDone;
  private long shownAt;

  VerifyProgressLine(PrintWriter out) {
    this.out = out;
  }

  @Override
  public void advanced(String table, Phase phase, long done, long estimated) {
    long now = System.nanoTime();
    if (!terminal) {
      return;
    }
    String here = table + " " + phase;
    if (!here.equals(place)) {
      place = here;
      began = now;
      firstDone = done;
    } else if (now - shownAt < EVERY_NANOS) {
      return;
    }
    shownAt = now;
    out.print("\r\u001b[K" + line(table, phase, done, estimated, now - began));
    out.flush();
  }

  @Override
  public void waits(String reason) {
    if (terminal) {
      out.print("\r\u001b[KWaiting: " + reason);
    } else if (waitsFor(reason)) {
      out.println("Waiting: " + reason);
    }
    out.flush();
  }

  /** Returns true if the reason is not that of the last call; its numbers are not compared. */
  private boolean waitsFor(String reason) {
    String kind = reason.replaceAll("[0-9]+", "");
    boolean isNew = !kind.equals(waiting);
    waiting = kind;
    return isNew;
  }

  private String line(String table, Phase phase, long done, long estimated, long nanos) {
    String what =
        switch (phase) {
          case SOURCE -> "rows of the source";
          case TARGET -> "rows of the target";
          case AGAIN -> "rows looked at again";
          case LOG -> "records";
          case KEYS -> "keys compared";
        };
    String line = String.format(Locale.ROOT, "%s: %,d %s", table, done, what);
    if (estimated <= 0 || done <= firstDone) {
      return line;
    }
    long left = (long) ((double) Math.max(0, estimated - done) * nanos / (done - firstDone));
    return line
        + String.format(
            Locale.ROOT,
            " of about %,d, %d s left",
            Math.max(estimated, done),
            Duration.ofNanos(left).toSeconds());
  }

  @Override
  public void close() {
    if (terminal) {
      out.print("\r\u001b[K");
      out.flush();
    }
  }
}
