package io.portage.target.postgres;

import io.portage.target.Dialect;
import io.portage.target.ErrorCategory;
import io.portage.target.FailureKind;
import io.portage.target.RefusedWriteException;
import io.portage.target.SqlErrors;
import io.portage.target.SqlFailure;
import java.net.SocketTimeoutException;
import java.sql.SQLException;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** Describes PostgreSQL's errors without the values of any row. */
final class PostgresErrors {
  private static final String PREPARED =
      "the session lacks the driver's prepared statements: with a connection pooler in transaction"
          + " mode, remove prepareThreshold from target.jdbc.url or set it to 0";

  private static final String INVALID_TEXT = "a text is not a valid value of the column's type";

  private static final Map<String, String> MESSAGES =
      Map.ofEntries(
          Map.entry("22001", "a text is too long"),
          Map.entry("22003", "a number is out of range"),
          Map.entry("22007", "a date or time has an invalid format"),
          Map.entry("22008", "a date or time is out of range"),
          Map.entry("22021", "a character is not valid in the database's encoding"),
          Map.entry("22P02", INVALID_TEXT),
          Map.entry("22P05", "a character does not exist in the database's encoding"),
          Map.entry("23001", "other rows still refer to it"),
          Map.entry("23502", "a column must not be null"),
          Map.entry("23503", "the row that it refers to does not exist"),
          Map.entry("23505", "another row has the same value in a unique column"),
          Map.entry("23514", "a check constraint is violated"),
          Map.entry("23P01", "another row conflicts under an exclusion constraint"),
          Map.entry("26000", PREPARED),
          Map.entry("42703", "a column does not exist"),
          Map.entry("42804", "a value has another type than the column"),
          Map.entry("42P01", "the table does not exist"),
          Map.entry("42P05", PREPARED),
          Map.entry("42P10", "the table has no unique index over exactly the key's columns"),
          Map.entry("44000", "the row violates the check option of a view"),
          Map.entry("54000", "a value, or the row with it, is larger than the database allows"));

  /** SQLStates whose message the server composes of names and settings only, never of values. */
  private static final Set<String> OPEN = Set.of("0A", "42", "55", "58", "F0", "XX001", "XX002");

  /**
   * The routines that report a syntax error in a statement or a function. Other routines report one
   * in the text of a value: the types {@code tsquery}, {@code jsonpath}, {@code ltree} and others
   * do so with the same SQLState.
   */
  private static final Set<String> NOT_OF_VALUES =
      Set.of("", "scanner_yyerror", "plpgsql_yyerror", "exec_stmt_raise");

  private PostgresErrors() {}

  /**
   * Describes an error by its SQLState and by the server's routine that reported it, both
   * independent of the language setting. The server's message may quote values and is used for some
   * SQLStates only.
   */
  static SqlFailure explain(Dialect dialect, SQLException error) {
    SQLException stated = SqlErrors.exceptionWithState(error, PSQLException.class);
    String state = stated.getSQLState();
    ServerErrorMessage server =
        stated instanceof PSQLException psql ? psql.getServerErrorMessage() : null;
    String routine = server == null ? "" : Objects.requireNonNullElse(server.getRoutine(), "");
    ErrorCategory byState = SqlErrors.classify(dialect, error);
    if (server == null) {
      boolean slow = SqlErrors.hasCause(error, SocketTimeoutException.class);
      ErrorCategory errorClass =
          slow && byState == ErrorCategory.TRANSIENT ? ErrorCategory.OVERLOAD : byState;
      String text = message(errorClass, state, stated.getMessage());
      return new SqlFailure(
          errorClass,
          PostgresStates.kind(state),
          state,
          withState(text, state),
          null,
          null,
          null,
          null,
          false);
    }
    if ("42601".equals(state)
        && !NOT_OF_VALUES.contains(routine)
        && PostgresContext.functions(server.getWhere()) == null) {
      return new SqlFailure(
          ErrorCategory.DATA,
          FailureKind.VALUE,
          state,
          withState(INVALID_TEXT, state),
          null,
          null,
          null,
          null,
          false);
    }
    boolean isClassified = true;
    ErrorCategory errorClass;
    String message;
    switch (routine) {
      case "exec_stmt_raise" -> {
        errorClass = raised(byState);
        message = "a function of the database raised an exception";
      }
      case "ExecWithCheckOptions" -> {
        errorClass = ErrorCategory.DATA;
        message =
            "44000".equals(state)
                ? MESSAGES.get("44000")
                : "the row violates a row-level security policy";
      }
      default -> {
        isClassified = false;
        errorClass = byState;
        message =
            routine.equals("ExecFindPartition")
                ? "the table has no partition for the row"
                : message(errorClass, state, server.getMessage());
      }
    }
    StringBuilder text = new StringBuilder(message);
    name(text, "table", server.getTable());
    name(text, "column", server.getColumn());
    name(text, "constraint", server.getConstraint());
    String function = PostgresContext.functions(server.getWhere());
    name(text, "function", function);
    return new SqlFailure(
        errorClass,
        isClassified ? kindOfRule(state) : PostgresStates.kind(state),
        state,
        withState(text.toString(), state),
        server.getTable(),
        server.getColumn(),
        server.getConstraint(),
        function,
        isClassified);
  }

  /**
   * Returns the category of an error that a function raised on purpose: it concerns the row,
   * whatever SQLState its author chose. An error that the SQLState marks as temporary is retried
   * for a limited time and does not block other rows.
   */
  private static ErrorCategory raised(ErrorCategory byState) {
    return switch (byState) {
      case TRANSIENT, OVERLOAD, DEPENDENCY -> ErrorCategory.DEPENDENCY;
      case SCHEMA, UNCERTAIN, FATAL, DATA -> ErrorCategory.DATA;
    };
  }

  /**
   * Returns the kind of an error that a function, a policy or a view raised: such an error does not
   * describe the tables.
   */
  private static FailureKind kindOfRule(@Nullable String state) {
    FailureKind kind = PostgresStates.kind(state);
    if ("42501".equals(state)) {
      return FailureKind.ROW_RULE;
    }
    return kind == FailureKind.SCHEMA ? FailureKind.OTHER : kind;
  }

  /**
   * Returns the error of a delete that is refused because rows of {@code table} refer to the row by
   * the foreign key {@code constraint} and would be deleted or changed too: that of a foreign key
   * without an action.
   */
  static RefusedWriteException referenced(String table, String constraint) {
    String state = "23503";
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

  private static String message(
      ErrorCategory errorClass, @Nullable String state, @Nullable String servers) {
    String known = state == null ? null : MESSAGES.get(state);
    if (known != null) {
      return known;
    }
    boolean open =
        switch (errorClass) {
          case TRANSIENT, OVERLOAD, FATAL -> true;
          case DATA, DEPENDENCY -> false;
          case SCHEMA, UNCERTAIN -> state == null || OPEN.stream().anyMatch(state::startsWith);
        };
    if (open) {
      return String.valueOf(servers);
    }
    return errorClass == ErrorCategory.UNCERTAIN
        ? "the database failed for an unknown reason; see its log"
        : "the database rejected the statement";
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
