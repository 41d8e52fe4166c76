package io.portage.target;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What PostgreSQL's SQLStates mean.
 *
 * <p>Only states that speak of a row's values, of its relations to other rows or of what a function
 * did with it make the row a dead letter; a state that is not here is no row's fault.
 */
final class PostgresStates {
  /** Whole states first, then classes of states. */
  private static final Map<String, ErrorClass> MEANING =
      Map.ofEntries(
          // The database is not able right now.
          Map.entry("08", ErrorClass.TRANSIENT), // connection
          Map.entry("25", ErrorClass.TRANSIENT), // transaction state: read-only, ended by timeout
          Map.entry("25P04", ErrorClass.OVERLOAD), // transaction timeout
          Map.entry("40", ErrorClass.TRANSIENT), // transaction rollback
          Map.entry("40001", ErrorClass.OVERLOAD), // serialization failure
          Map.entry("40P01", ErrorClass.OVERLOAD), // deadlock
          Map.entry("53", ErrorClass.TRANSIENT), // disk full, too many connections
          Map.entry("53200", ErrorClass.OVERLOAD), // out of memory
          Map.entry("53400", ErrorClass.OVERLOAD), // a configured limit, as of temporary files
          Map.entry("55006", ErrorClass.TRANSIENT), // object in use
          Map.entry("55P03", ErrorClass.TRANSIENT), // lock timeout
          Map.entry("57", ErrorClass.TRANSIENT), // shutting down, starting
          Map.entry("57014", ErrorClass.OVERLOAD), // statement timeout, cancelled
          Map.entry("58", ErrorClass.TRANSIENT), // the server's own input and output
          Map.entry("58P01", ErrorClass.UNCERTAIN), // a file of the server's is missing
          Map.entry("58P02", ErrorClass.UNCERTAIN), // a file of the server's is there twice
          Map.entry("72", ErrorClass.TRANSIENT), // snapshot too old
          // The row needs something that is not there yet.
          Map.entry("23001", ErrorClass.DEPENDENCY), // foreign key with RESTRICT, since version 18
          Map.entry("23503", ErrorClass.DEPENDENCY), // foreign key
          Map.entry("23505", ErrorClass.DEPENDENCY), // the key's own index never raises it here
          Map.entry("23P01", ErrorClass.DEPENDENCY), // exclusion constraint
          Map.entry("42P01", ErrorClass.DEPENDENCY), // no such table
          Map.entry("3F000", ErrorClass.DEPENDENCY), // no such schema
          // The row's values, or what they lead to.
          Map.entry("09", ErrorClass.DATA), // triggered action
          Map.entry("20", ErrorClass.DATA), // no case found
          Map.entry("21", ErrorClass.DATA), // cardinality
          Map.entry("22", ErrorClass.DATA), // values
          Map.entry("23", ErrorClass.DATA), // constraints
          Map.entry("27", ErrorClass.DATA), // a trigger changed the row that is written
          Map.entry("2F", ErrorClass.DATA), // function, as one that ends without RETURN
          Map.entry("38", ErrorClass.DATA), // function in another language
          Map.entry("40002", ErrorClass.DATA), // a constraint, found at the end
          Map.entry("44", ErrorClass.DATA), // a view's check option
          Map.entry("54", ErrorClass.DATA), // too large, too deep
          Map.entry("P0", ErrorClass.DATA), // raised in PL/pgSQL
          Map.entry("42703", ErrorClass.DATA), // no such column
          Map.entry("42804", ErrorClass.DATA), // another type than the column
          Map.entry("42846", ErrorClass.DATA), // no cast to the column's type
          Map.entry("428C9", ErrorClass.DATA), // a generated column
          // Statement and tables do not suit each other.
          Map.entry("42", ErrorClass.SCHEMA),
          Map.entry("42P05", ErrorClass.UNCERTAIN), // a prepared statement is there twice
          Map.entry("26000", ErrorClass.UNCERTAIN), // a prepared statement is gone
          // A person must mend something.
          Map.entry("0P", ErrorClass.FATAL), // no such role
          Map.entry("28", ErrorClass.FATAL), // authentication
          Map.entry("3D000", ErrorClass.FATAL), // no such database
          Map.entry("42501", ErrorClass.FATAL), // privilege
          Map.entry("42P10", ErrorClass.FATAL), // no unique index over the key
          Map.entry("XX001", ErrorClass.FATAL), // the table's data is damaged
          Map.entry("XX002", ErrorClass.FATAL)); // an index is damaged

  private PostgresStates() {}

  /** What the state means, or null where that is not known. */
  static @Nullable ErrorClass meaning(String state) {
    ErrorClass whole = MEANING.get(state);
    return whole != null || state.length() < 2 ? whole : MEANING.get(state.substring(0, 2));
  }
}
