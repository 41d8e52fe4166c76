package io.portage.launcher.run;

import io.portage.launcher.logging.JsonLineWriter;
import io.portage.launcher.output.StatusLine;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Help.Ansi;

/** The output of a run that follows: its figures from time to time, and messages between them. */
interface RunReport {
  /** Prints the figures in its form, or nothing if nothing has changed. */
  void figures(RunFigures figures);

  /** Prints a message. */
  void message(String text);

  /** Returns the stream to which the process logs while the run follows. */
  default PrintStream log(PrintStream stream) {
    return stream;
  }

  /** Removes figures that would be rewritten. */
  default void end() {}

  /** Returns true if the figures are to be printed every second, and not every five seconds. */
  default boolean isLive() {
    return false;
  }

  /** Returns the form for {@code out}: JSON lines, a terminal's line, or lines at a change. */
  static RunReport to(PrintWriter out) {
    if (out instanceof JsonLineWriter json) {
      return new JsonLines(json);
    }
    return Ansi.AUTO.enabled() ? new Terminal(new StatusLine(out)) : new Lines(out);
  }

  /** A line that is rewritten in place. */
  record Terminal(StatusLine line) implements RunReport {
    @Override
    public void figures(RunFigures figures) {
      line.show(figures.statusLine());
    }

    @Override
    public void message(String text) {
      line.println(text);
    }

    @Override
    public PrintStream log(PrintStream stream) {
      return line.above(stream);
    }

    @Override
    public void end() {
      line.clear();
    }

    @Override
    public boolean isLive() {
      return true;
    }
  }

  /** A line of text when something has changed. */
  final class Lines implements RunReport {
    private final PrintWriter out;
    private List<String> printed = List.of();

    Lines(PrintWriter out) {
      this.out = out;
    }

    @Override
    public synchronized void figures(RunFigures figures) {
      if (!figures.changing().equals(printed)) {
        printed = figures.changing();
        message(figures.logLine());
      }
    }

    @Override
    public void message(String text) {
      out.println(text);
      out.flush();
    }
  }

  /** A JSON line when something has changed. */
  final class JsonLines implements RunReport {
    private final JsonLineWriter out;
    private List<String> printed = List.of();

    JsonLines(JsonLineWriter out) {
      this.out = out;
    }

    @Override
    public synchronized void figures(RunFigures figures) {
      if (!figures.changing().equals(printed)) {
        printed = figures.changing();
        out.message(figures.statusLine(), null, figures.fields());
      }
    }

    @Override
    public void message(String text) {
      out.message(text, null, Map.of());
    }
  }
}
