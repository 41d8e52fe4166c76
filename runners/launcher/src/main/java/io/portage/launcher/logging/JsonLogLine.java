package io.portage.launcher.logging;

import io.portage.config.JdbcUrl;
import io.portage.launcher.output.JsonText;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One line of the log as a JSON object. Secrets in JDBC URLs are not shown.
 *
 * @param timestamp the time, as {@code Instant} prints it
 * @param level {@code ERROR}, {@code WARN}, {@code INFO}, {@code DEBUG} or {@code TRACE}
 * @param logger the name of the logger; {@code portage} for messages of a command
 * @param message the message; it may have several lines
 * @param exception the exception, or null
 * @param fields named values, of types that JSON has
 */
record JsonLogLine(
    Instant timestamp,
    String level,
    String logger,
    @Nullable String message,
    @Nullable Throwable exception,
    Map<String, ?> fields) {

  /** Returns the object in one line, without a line break at the end. */
  String text() {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("timestamp", timestamp.toString());
    line.put("level", level);
    line.put("logger", logger);
    line.put("message", JdbcUrl.showIn(String.valueOf(message)));
    if (exception != null) {
      line.put("exception", exception(exception));
    }
    if (!fields.isEmpty()) {
      line.put("fields", fields);
    }
    return JsonText.line(line);
  }

  private static Map<String, String> exception(Throwable problem) {
    StringWriter trace = new StringWriter();
    problem.printStackTrace(new PrintWriter(trace, true));
    Map<String, String> exception = new LinkedHashMap<>();
    exception.put("class", problem.getClass().getName());
    exception.put("message", JdbcUrl.showIn(String.valueOf(problem.getMessage())));
    exception.put("stackTrace", JdbcUrl.showIn(trace.toString().stripTrailing()));
    return exception;
  }

  /** Returns a value of an unknown type as one that JSON has. */
  static @Nullable Object value(@Nullable Object value) {
    return value == null || value instanceof Boolean || value instanceof Number
        ? value
        : String.valueOf(value);
  }
}
