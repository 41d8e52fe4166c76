package io.portage.target;

import java.sql.SQLException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** PostgreSQL's SQLStates: what they mean, and how to tell them without a row's values. */
final class PostgresErrors {
  /** Whole states first, then classes of states; null means that nothing is known. */
  private static final Map<String, ErrorClass> STATES =
      Map.ofEntries(
          Map.entry("08", ErrorClass.TRANSIENT), // connection
          Map.entry("25", ErrorClass.TRANSIENT), // transaction state: read-only, ended by timeout
          Map.entry("40", ErrorClass.TRANSIENT), // serialization failure, deadlock
          Map.entry("40002", ErrorClass.DATA), // a constraint, found at the end
          Map.entry("53", ErrorClass.TRANSIENT), // disk full, out of memory, too many connections
          Map.entry("55006", ErrorClass.TRANSIENT), // object in use
          Map.entry("55P03", ErrorClass.TRANSIENT), // lock timeout
          Map.entry("57", ErrorClass.TRANSIENT), // shutting down, starting, cancelled
          Map.entry("58", ErrorClass.TRANSIENT), // the server's own input and output
          Map.entry("26000", ErrorClass.TRANSIENT), // a prepared statement that a failover lost
          Map.entry("23503", ErrorClass.DEPENDENCY), // foreign key
          Map.entry("23505", ErrorClass.DEPENDENCY), // the key's own index never raises it here
          Map.entry("23P01", ErrorClass.DEPENDENCY), // exclusion constraint
          Map.entry("42P01", ErrorClass.DEPENDENCY), // no such table
          Map.entry("3F000", ErrorClass.DEPENDENCY), // no such schema
          Map.entry("28", ErrorClass.FATAL), // authentication
          Map.entry("3D000", ErrorClass.FATAL), // no such database
          Map.entry("42501", ErrorClass.FATAL), // privilege
          Map.entry("42P10", ErrorClass.FATAL), // no unique index over the key
          Map.entry("22", ErrorClass.DATA),
          Map.entry("23", ErrorClass.DATA),
          Map.entry("42", ErrorClass.DATA));

  private static final Map<String, String> WORDS =
      Map.ofEntries(
          Map.entry("22001", "a text is too long"),
          Map.entry("22003", "a number is out of range"),
          Map.entry("22007", "a date or time is not understood"),
          Map.entry("22008", "a date or time is out of range"),
          Map.entry("22021", "a character is not valid in the database's encoding"),
          Map.entry("22P02", "a text does not stand for a value of the column's type"),
          Map.entry("22P05", "a character has no place in the database's encoding"),
          Map.entry("23502", "a column must not be null"),
          Map.entry("23503", "the row that it refers to is not there"),
          Map.entry("23505", "another row has the same value in a unique column"),
          Map.entry("23514", "a check constraint is not fulfilled"),
          Map.entry("23P01", "another row stands against an exclusion constraint"),
          Map.entry("42703", "a column does not exist"),
          Map.entry("42804", "a value has another type than the column"),
          Map.entry("42P01", "the table does not exist"),
          Map.entry("42P10", "the table has no unique index over exactly the key's columns"));

  private PostgresErrors() {}

  static @Nullable ErrorClass classify(String state) {
    ErrorClass whole = STATES.get(state);
    return whole != null || state.length() < 2 ? whole : STATES.get(state.substring(0, 2));
  }

  /**
   * Tells an error by its state; the server's own words quote values, so only outages keep them.
   */
  static SqlFailure explain(Dialect dialect, SQLException error) {
    ErrorClass errorClass = SqlErrors.classify(dialect, error);
    SQLException stated = SqlErrors.stated(error, PSQLException.class);
    String state = stated.getSQLState();
    ServerErrorMessage server =
        stated instanceof PSQLException psql ? psql.getServerErrorMessage() : null;
    String words = state == null ? null : WORDS.get(state);
    boolean free = errorClass == ErrorClass.TRANSIENT || errorClass == ErrorClass.FATAL;
    StringBuilder text = new StringBuilder();
    if (words != null) {
      text.append(words);
    } else if (free) {
      text.append(server != null ? server.getMessage() : stated.getMessage());
    } else {
      text.append("the database refused it");
    }
    if (server == null) {
      return new SqlFailure(errorClass, state, withState(text, state), null, null, null);
    }
    name(text, "table", server.getTable());
    name(text, "column", server.getColumn());
    name(text, "constraint", server.getConstraint());
    return new SqlFailure(
        errorClass,
        state,
        withState(text, state),
        server.getTable(),
        server.getColumn(),
        server.getConstraint());
  }

  private static void name(StringBuilder text, String kind, @Nullable String name) {
    if (name != null) {
      text.append(", ").append(kind).append(' ').append(name);
    }
  }

  private static String withState(StringBuilder text, @Nullable String state) {
    return state == null ? text.toString() : text + " (SQLState " + state + ")";
  }
}
