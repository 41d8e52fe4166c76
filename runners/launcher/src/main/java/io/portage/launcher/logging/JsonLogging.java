package io.portage.launcher.logging;

import java.time.Instant;
import java.util.Map;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** Turns the log of this process into JSON lines, for as long as it runs. */
public final class JsonLogging {
  private JsonLogging() {}

  /**
   * Selects the JSON lines. To be called before the first logger is created: loggers that exist
   * keep their format.
   */
  public static void install() {
    System.setProperty("slf4j.provider", JsonLogProvider.class.getName());
    System.setProperty("slf4j.internal.verbosity", "WARN"); // no line about the provider itself
    Logger root = Logger.getLogger("");
    for (Handler handler : root.getHandlers()) {
      root.removeHandler(handler);
    }
    root.addHandler(new JdkHandler());
    Thread.setDefaultUncaughtExceptionHandler(
        (thread, problem) ->
            System.err.println(
                new JsonLogLine(
                        Instant.now(),
                        "ERROR",
                        "portage",
                        "Uncaught exception in thread " + thread.getName(),
                        problem,
                        Map.of())
                    .text()));
  }

  /** Writes the records of the JDK's loggers, which some drivers use. */
  private static final class JdkHandler extends Handler {
    private final SimpleFormatter messages = new SimpleFormatter();

    @Override
    public void publish(LogRecord record) {
      if (isLoggable(record)) {
        System.err.println(
            new JsonLogLine(
                    record.getInstant(),
                    level(record.getLevel()),
                    String.valueOf(record.getLoggerName()),
                    messages.formatMessage(record),
                    record.getThrown(),
                    Map.of())
                .text());
      }
    }

    private static String level(Level level) {
      if (level.intValue() >= Level.SEVERE.intValue()) {
        return "ERROR";
      }
      if (level.intValue() >= Level.WARNING.intValue()) {
        return "WARN";
      }
      return level.intValue() >= Level.INFO.intValue() ? "INFO" : "DEBUG";
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
