package io.portage.target.mariadb;

import io.portage.target.Dialect;
import io.portage.target.ErrorCategory;
import io.portage.target.FailureKind;
import io.portage.target.RefusedWriteException;
import io.portage.target.SqlErrors;
import io.portage.target.SqlFailure;
import java.net.SocketTimeoutException;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Describes the server's errors without the values of any row: the text follows from the error's
 * code, and only the names of columns, constraints and tables are taken from the server's message.
 */
final class MariaDbErrors {
  private static final Map<Integer, String> MESSAGES =
      Map.ofEntries(
          Map.entry(1048, "a column must not be null"),
          Map.entry(1054, "a column does not exist"),
          Map.entry(1062, "another row has the same value in a unique column"),
          Map.entry(1118, "the row is larger than the table allows"),
          Map.entry(1146, "the table does not exist"),
          Map.entry(1205, "the wait for a lock took too long"),
          Map.entry(1213, "a deadlock with another transaction"),
          Map.entry(1264, "a number is out of range"),
          Map.entry(1265, "a value is not valid for the column's type"),
          Map.entry(1292, "a value is not valid for the column's type"),
          Map.entry(1300, "a text is not valid in the column's character set"),
          Map.entry(1364, "a column without a default must have a value"),
          Map.entry(1366, "a value is not valid for the column's type or character set"),
          Map.entry(1369, "the row violates the check option of a view"),
          Map.entry(1406, "a value is too long"),
          Map.entry(1451, "other rows still refer to it"),
          Map.entry(1452, "the row that it refers to does not exist"),
          Map.entry(1526, "the table has no partition for the row"),
          Map.entry(1644, "a trigger or procedure raised an exception"),
          Map.entry(1906, "a value for a generated column"),
          Map.entry(3105, "a value for a generated column"),
          Map.entry(3819, "a check constraint is violated"),
          Map.entry(4025, "a check constraint is violated"));

  private static final String NAME = "[`']([^`']+)[`']";
  private static final Pattern COLUMN_AT_ROW =
      Pattern.compile("(?s).*for column (?:`[^`]*`\\.){0,2}" + NAME + " at row \\d+$");
  private static final Pattern COLUMN = Pattern.compile("^(?:Column|Field) " + NAME + ".*");
  private static final Pattern UNKNOWN_COLUMN = Pattern.compile("^Unknown column " + NAME + ".*");
  private static final Pattern UNIQUE_KEY = Pattern.compile("(?s).* for key '([^']+)'$");
  private static final Pattern FOREIGN_KEY =
      Pattern.compile("(?s).*fails \\((?:`[^`]*`\\.)?`([^`]+)`, CONSTRAINT `([^`]+)`.*");
  private static final Pattern CHECK =
      Pattern.compile("^(?:CONSTRAINT|Check constraint) " + NAME + ".*");
  private static final Pattern TABLE =
      Pattern.compile("^Table '(?:[^'.]*\\.)?([^']+)' doesn't exist.*");

  private MariaDbErrors() {}

  static SqlFailure explain(Dialect dialect, SQLException error) {
    SQLException stated =
        SqlErrors.exceptionWithState(error, SQLNonTransientConnectionException.class);
    int code = stated.getErrorCode();
    String state = state(stated.getSQLState(), code);
    ErrorCategory category = SqlErrors.classify(dialect, error);
    if (category == ErrorCategory.TRANSIENT
        && SqlErrors.hasCause(error, SocketTimeoutException.class)) {
      category = ErrorCategory.OVERLOAD;
    }
    String server = withoutPrefix(Objects.requireNonNullElse(stated.getMessage(), ""));
    String table = null;
    String column = null;
    String constraint = null;
    switch (code) {
      case 1048, 1364, 1906 -> column = first(COLUMN, server, 1);
      case 1054 -> column = first(UNKNOWN_COLUMN, server, 1);
      case 1264, 1265, 1292, 1366, 1406 -> column = first(COLUMN_AT_ROW, server, 1);
      case 1062, 1586 -> constraint = first(UNIQUE_KEY, server, 1);
      case 1451, 1452 -> {
        table = first(FOREIGN_KEY, server, 1);
        constraint = first(FOREIGN_KEY, server, 2);
      }
      case 3819, 4025 -> constraint = first(CHECK, server, 1);
      case 1146 -> table = first(TABLE, server, 1);
      default -> {}
    }
    StringBuilder text = new StringBuilder(message(category, code, server));
    name(text, "table", table);
    name(text, "column", column);
    name(text, "constraint", constraint);
    boolean raised = code == 1644 || "45000".equals(stated.getSQLState());
    return new SqlFailure(
        category,
        raised ? FailureKind.OTHER : MariaDbCodes.kind(state),
        state,
        withState(text.toString(), state),
        table,
        column,
        constraint,
        null,
        raised);
  }

  /**
   * Returns the error of a delete that is refused because rows of {@code table} refer to the row
   * and would be deleted or changed too: that of a foreign key without an action.
   */
  static RefusedWriteException referenced(String table, String constraint) {
    String state = "23000-1451";
    String message =
        "rows of table "
            + table
            + " refer to it and would be deleted or changed with it, constraint "
            + constraint;
    return new RefusedWriteException(
        new SqlFailure(
            ErrorCategory.DEPENDENCY,
            FailureKind.FOREIGN_KEY,
            state,
            withState(message, state),
            table,
            null,
            constraint,
            null,
            false));
  }

  private static @Nullable String state(@Nullable String state, int code) {
    return state == null || code <= 0 ? state : state + "-" + code;
  }

  private static String message(ErrorCategory category, int code, String server) {
    String known = MESSAGES.get(code);
    if (known != null) {
      return known;
    }
    return switch (category) {
      case TRANSIENT, OVERLOAD, FATAL -> server;
      case DATA, DEPENDENCY -> "the database rejected the statement";
      case SCHEMA -> "the statement does not match the table";
      case UNCERTAIN -> "the database failed for an unknown reason; see its log";
    };
  }

  /** The driver puts {@code (conn=5) } before the server's message. */
  private static String withoutPrefix(String message) {
    return message.startsWith("(conn=") && message.contains(") ")
        ? message.substring(message.indexOf(") ") + 2)
        : message;
  }

  private static @Nullable String first(Pattern pattern, String text, int group) {
    Matcher matcher = pattern.matcher(text);
    return matcher.matches() ? matcher.group(group) : null;
  }

  private static void name(StringBuilder text, String kind, @Nullable String name) {
    if (name != null) {
      text.append(", ").append(kind).append(' ').append(name);
    }
  }

  private static String withState(String text, @Nullable String state) {
    return state == null ? text : text + " (SQLState " + state + ")";
  }
}
