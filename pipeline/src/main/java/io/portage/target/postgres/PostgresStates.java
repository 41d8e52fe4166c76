package io.portage.target.postgres;

import io.portage.target.ErrorCategory;
import io.portage.target.FailureKind;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The categories and kinds of PostgreSQL's SQLStates.
 *
 * <p>Only SQLStates that concern a row's values, its relations to other rows or a function that
 * processed it make the row a dead letter; an unlisted SQLState is not attributed to a row.
 */
final class PostgresStates {
  /** SQLStates of five characters take precedence over classes of two. */
  private static final Map<String, ErrorCategory> MEANING =
      Map.ofEntries(
          // The database is unavailable.
          Map.entry("08", ErrorCategory.TRANSIENT), // connection
          Map.entry(
              "25", ErrorCategory.TRANSIENT), // transaction state: read-only, ended by timeout
          Map.entry("25P04", ErrorCategory.OVERLOAD), // transaction timeout
          Map.entry("40", ErrorCategory.TRANSIENT), // transaction rollback
          Map.entry("40001", ErrorCategory.OVERLOAD), // serialization failure
          Map.entry("40P01", ErrorCategory.OVERLOAD), // deadlock
          Map.entry("53", ErrorCategory.TRANSIENT), // disk full, too many connections
          Map.entry("53200", ErrorCategory.OVERLOAD), // out of memory
          Map.entry("53400", ErrorCategory.OVERLOAD), // a configured limit, as of temporary files
          Map.entry("55006", ErrorCategory.TRANSIENT), // object in use
          Map.entry("55P03", ErrorCategory.TRANSIENT), // lock timeout
          Map.entry("57", ErrorCategory.TRANSIENT), // shutting down, starting
          Map.entry("57014", ErrorCategory.OVERLOAD), // statement timeout, cancelled
          Map.entry("58", ErrorCategory.TRANSIENT), // the server's own input and output
          Map.entry("58P01", ErrorCategory.UNCERTAIN), // a file of the server's is missing
          Map.entry("58P02", ErrorCategory.UNCERTAIN), // a file of the server's is there twice
          Map.entry("72", ErrorCategory.TRANSIENT), // snapshot too old
          // The row depends on something that is missing.
          Map.entry(
              "23001", ErrorCategory.DEPENDENCY), // foreign key with RESTRICT, since version 18
          Map.entry("23503", ErrorCategory.DEPENDENCY), // foreign key
          Map.entry("23505", ErrorCategory.DEPENDENCY), // the key's own index never raises it here
          Map.entry("23P01", ErrorCategory.DEPENDENCY), // exclusion constraint
          Map.entry("42P01", ErrorCategory.DEPENDENCY), // no such table
          Map.entry("3F000", ErrorCategory.DEPENDENCY), // no such schema
          // The row's values, or errors that they cause.
          Map.entry("09", ErrorCategory.DATA), // triggered action
          Map.entry("20", ErrorCategory.DATA), // no case found
          Map.entry("21", ErrorCategory.DATA), // cardinality
          Map.entry("22", ErrorCategory.DATA), // values
          Map.entry("23", ErrorCategory.DATA), // constraints
          Map.entry("27", ErrorCategory.DATA), // a trigger changed the row that is written
          Map.entry("2F", ErrorCategory.DATA), // function, as one that ends without RETURN
          Map.entry("38", ErrorCategory.DATA), // function in another language
          Map.entry("40002", ErrorCategory.DATA), // a constraint, found at the end
          Map.entry("44", ErrorCategory.DATA), // a view's check option
          Map.entry("54", ErrorCategory.DATA), // too large, too deep
          Map.entry("P0", ErrorCategory.DATA), // raised in PL/pgSQL
          Map.entry("42703", ErrorCategory.DATA), // no such column
          Map.entry("42804", ErrorCategory.DATA), // another type than the column
          Map.entry("42846", ErrorCategory.DATA), // no cast to the column's type
          Map.entry("428C9", ErrorCategory.DATA), // a generated column
          // The statement does not match the tables.
          Map.entry("42", ErrorCategory.SCHEMA),
          Map.entry("42P05", ErrorCategory.UNCERTAIN), // a prepared statement is there twice
          Map.entry("26000", ErrorCategory.UNCERTAIN), // a prepared statement is gone
          // An operator must intervene.
          Map.entry("0P", ErrorCategory.FATAL), // no such role
          Map.entry("28", ErrorCategory.FATAL), // authentication
          Map.entry("3D000", ErrorCategory.FATAL), // no such database
          Map.entry("42501", ErrorCategory.FATAL), // privilege
          Map.entry("42P10", ErrorCategory.FATAL), // no unique index over the key
          Map.entry("XX001", ErrorCategory.FATAL), // the table's data is damaged
          Map.entry("XX002", ErrorCategory.FATAL)); // an index is damaged

  private PostgresStates() {}

  /** Returns the category of the SQLState, or null if it is unknown. */
  static @Nullable ErrorCategory meaning(String state) {
    ErrorCategory whole = MEANING.get(state);
    return whole != null || state.length() < 2 ? whole : MEANING.get(state.substring(0, 2));
  }

  /** Returns the kind of error that the SQLState identifies. */
  static FailureKind kind(@Nullable String state) {
    if (state == null || state.length() < 2) {
      return FailureKind.OTHER;
    }
    return switch (state) {
      case "23001", "23503" -> FailureKind.FOREIGN_KEY;
      case "23505", "23P01" -> FailureKind.UNIQUE;
      default ->
          switch (state.substring(0, 2)) {
            case "22" -> FailureKind.VALUE;
            case "23" -> FailureKind.CONSTRAINT;
            case "40" -> FailureKind.CONFLICT;
            case "42", "3F" -> FailureKind.SCHEMA;
            case "44" -> FailureKind.ROW_RULE;
            default -> FailureKind.OTHER;
          };
    };
  }
}
