package io.portage.launcher.output;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/**
 * A line at the end of a terminal's output that is rewritten in place. Other output goes above it.
 * Thread-safe.
 */
public final class StatusLine {
  private static final String CLEAR = "\r\u001b[K";

  /** The terminal cuts the text off at its right edge: a wrapped line cannot be rewritten. */
  private static final String NO_WRAP = "\u001b[?7l";

  private static final String WRAP = "\u001b[?7h";

  private final PrintWriter terminal;
  private boolean shown;

  /** A status line that is not shown yet. */
  public StatusLine(PrintWriter terminal) {
    this.terminal = terminal;
  }

  /** Shows this text, which has one line, in place of the last one. */
  public synchronized void show(String text) {
    terminal.print(CLEAR + NO_WRAP + text + WRAP);
    terminal.flush();
    shown = true;
  }

  /** Removes the text. */
  public synchronized void clear() {
    if (shown) {
      terminal.print(CLEAR);
      terminal.flush();
      shown = false;
    }
  }

  /** Prints a line above. */
  public synchronized void println(String line) {
    clear();
    terminal.println(line);
    terminal.flush();
  }

  /** Returns a stream that removes the text before it writes. */
  public PrintStream above(PrintStream stream) {
    return new PrintStream(new Above(stream), true, StandardCharsets.UTF_8);
  }

  private final class Above extends FilterOutputStream {
    Above(OutputStream stream) {
      super(stream);
    }

    @Override
    public void write(int one) throws IOException {
      synchronized (StatusLine.this) {
        clear();
        out.write(one);
      }
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      synchronized (StatusLine.this) {
        clear();
        out.write(bytes, from, length);
      }
    }
  }
}
