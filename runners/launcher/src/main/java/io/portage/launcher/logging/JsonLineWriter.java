package io.portage.launcher.logging;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Clock;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes each message of a command as a JSON line: the text up to a {@code println} or a flush.
 * Thread-safe per call; texts that several threads print in parts are mixed.
 */
public final class JsonLineWriter extends PrintWriter {
  private static final String LOGGER = "portage";

  private final StringWriter text;
  private final PrintWriter lines;
  private final String level;
  private final Clock clock;

  private JsonLineWriter(StringWriter text, PrintWriter lines, String level, Clock clock) {
    super(text);
    this.text = text;
    this.lines = lines;
    this.level = level;
    this.clock = clock;
  }

  /**
   * Returns a writer of messages.
   *
   * @param level the level of its lines, e.g. {@code INFO}
   */
  public static JsonLineWriter to(PrintWriter lines, String level, Clock clock) {
    return new JsonLineWriter(new StringWriter(), lines, level, clock);
  }

  /** Writes a message with an exception or with named values. */
  public void message(String message, @Nullable Throwable exception, Map<String, ?> fields) {
    synchronized (lock) {
      end();
      write(message, exception, fields);
    }
  }

  @Override
  public void println() {
    end();
  }

  @Override
  public void flush() {
    end();
  }

  @Override
  public void close() {
    end();
    lines.close();
  }

  private void end() {
    synchronized (lock) {
      String message = text.toString().strip();
      text.getBuffer().setLength(0);
      if (!message.isEmpty()) {
        write(message, null, Map.of());
      }
    }
  }

  private void write(String message, @Nullable Throwable exception, Map<String, ?> fields) {
    lines.println(
        new JsonLogLine(clock.instant(), level, LOGGER, message, exception, fields).text());
    lines.flush();
  }
}
