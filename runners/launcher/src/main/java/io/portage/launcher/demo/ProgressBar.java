package io.portage.launcher.demo;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Help.Ansi;

/** A progress bar: rewritten in place on a terminal; elsewhere one line per tenth. */
public final class ProgressBar implements AutoCloseable {
  private static final int WIDTH = 40;

  private final PrintWriter out;
  private final long total;
  private final LongSupplier done;
  private final boolean terminal = Ansi.AUTO.enabled();
  private final long started = System.nanoTime();
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "progress");
            thread.setDaemon(true);
            return thread;
          });
  private long shown = -1;
  private @Nullable Future<?> drawing;

  private ProgressBar(PrintWriter out, long total, LongSupplier done) {
    this.out = out;
    this.total = total;
    this.done = done;
  }

  /** Shows {@code done} of {@code total} until closed; polls twice a second. */
  public static ProgressBar show(PrintWriter out, long total, LongSupplier done) {
    ProgressBar progress = new ProgressBar(out, total, done);
    progress.drawing =
        progress.clock.scheduleWithFixedDelay(progress::draw, 500, 500, TimeUnit.MILLISECONDS);
    return progress;
  }

  private void draw() {
    draw(Math.min(total, done.getAsLong()));
  }

  private synchronized void draw(long now) {
    long tenth = now * 10 / total;
    if (!terminal && tenth == shown) {
      return;
    }
    shown = tenth;
    int filled = (int) (now * WIDTH / total);
    double seconds = (System.nanoTime() - started) / 1e9;
    String line =
        String.format(
            Locale.ROOT,
            "  [%s%s] %3d%%  %,d of %,d events, %.0f s",
            "#".repeat(filled),
            ".".repeat(WIDTH - filled),
            now * 100 / total,
            now,
            total,
            seconds);
    out.print(terminal ? "\r" + line : line + System.lineSeparator());
    out.flush();
  }

  /** Draws the full bar and closes it. */
  public void finish() {
    close();
    draw(total);
    if (terminal) {
      out.println();
    }
  }

  @Override
  public void close() {
    if (drawing != null) {
      drawing.cancel(false);
    }
    clock.shutdownNow();
  }
}
