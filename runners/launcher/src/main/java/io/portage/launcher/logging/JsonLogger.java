package io.portage.launcher.logging;

import java.io.PrintStream;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.MDC;
import org.slf4j.Marker;
import org.slf4j.event.KeyValuePair;
import org.slf4j.event.Level;
import org.slf4j.event.LoggingEvent;
import org.slf4j.helpers.LegacyAbstractLogger;
import org.slf4j.helpers.MessageFormatter;
import org.slf4j.spi.LoggingEventAware;

/** A logger that writes JSON lines, with the levels of another logger. */
final class JsonLogger extends LegacyAbstractLogger implements LoggingEventAware {
  private static final long serialVersionUID = 1;

  private final transient Logger levels;
  private final transient Supplier<PrintStream> out;

  /**
   * Creates a logger.
   *
   * @param levels decides which levels are logged
   * @param out the stream at the time of a message
   */
  JsonLogger(String name, Logger levels, Supplier<PrintStream> out) {
    this.name = name;
    this.levels = levels;
    this.out = out;
  }

  @Override
  public boolean isTraceEnabled() {
    return levels.isTraceEnabled();
  }

  @Override
  public boolean isDebugEnabled() {
    return levels.isDebugEnabled();
  }

  @Override
  public boolean isInfoEnabled() {
    return levels.isInfoEnabled();
  }

  @Override
  public boolean isWarnEnabled() {
    return levels.isWarnEnabled();
  }

  @Override
  public boolean isErrorEnabled() {
    return levels.isErrorEnabled();
  }

  @Override
  protected @Nullable String getFullyQualifiedCallerName() {
    return null;
  }

  @Override
  protected void handleNormalizedLoggingCall(
      Level level,
      @Nullable Marker marker,
      String pattern,
      Object @Nullable [] arguments,
      @Nullable Throwable problem) {
    write(level, pattern, arguments, problem, List.of());
  }

  @Override
  public void log(LoggingEvent event) {
    write(
        event.getLevel(),
        event.getMessage(),
        event.getArgumentArray(),
        event.getThrowable(),
        event.getKeyValuePairs() == null ? List.of() : event.getKeyValuePairs());
  }

  private void write(
      Level level,
      String pattern,
      Object @Nullable [] arguments,
      @Nullable Throwable problem,
      List<KeyValuePair> pairs) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    Map<String, String> context = MDC.getCopyOfContextMap();
    if (context != null) {
      fields.putAll(context);
    }
    pairs.forEach(pair -> fields.put(pair.key, JsonLogLine.value(pair.value)));
    String message = MessageFormatter.basicArrayFormat(pattern, arguments);
    out.get()
        .println(
            new JsonLogLine(Instant.now(), level.toString(), name, message, problem, fields)
                .text());
  }
}
