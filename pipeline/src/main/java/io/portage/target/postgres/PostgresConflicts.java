package io.portage.target.postgres;

import static io.portage.target.postgres.PostgresSql.IS_OLDER;
import static io.portage.target.postgres.PostgresSql.join;
import static io.portage.target.postgres.PostgresSql.qualified;
import static io.portage.target.postgres.PostgresSql.quoted;

import io.portage.target.SqlFailure;
import io.portage.target.WriteSpec;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Statements that find the rows which PostgreSQL rejects because of other rows. Only constraints of
 * the table itself are considered, as its catalog describes them now.
 */
final class PostgresConflicts {
  private static final String FOREIGN_KEY =
      """
      SELECT pg_catalog.format('%I.%I', n.nspname, r.relname), c.confrelid = c.conrelid,
      """
          + PostgresForeignKeys.COLUMNS
          + """
      FROM pg_catalog.pg_constraint c
      JOIN pg_catalog.pg_class r ON r.oid = c.confrelid
      JOIN pg_catalog.pg_namespace n ON n.oid = r.relnamespace
      WHERE c.conrelid = to_regclass(?) AND c.conname = ? AND c.contype = 'f'
      """;

  private final Connection connection;
  private final WriteSpec spec;
  private final PostgresSql sql;
  private final String table;
  private final String number;

  PostgresConflicts(Connection connection, WriteSpec spec, PostgresSql sql) {
    this.connection = connection;
    this.spec = spec;
    this.sql = sql;
    this.table = qualified(spec.table());
    this.number = quoted(spec.internalName(WriteSpec.NUMBER));
  }

  /**
   * Returns a statement that selects the numbers, from 1, of the rejected rows; null if they cannot
   * be determined. Parameters: all fields, then those of {@code all}, the relation of the keys and
   * versions of all rows of the transaction.
   */
  @Nullable String conflicting(SqlFailure failure, String all) throws SQLException {
    if (failure.constraint() == null) {
      return null;
    }
    String input =
        "x AS MATERIALIZED (SELECT * FROM "
            + sql.input(spec.fields(), true)
            + "), o AS MATERIALIZED (SELECT * FROM "
            + all
            + ")";
    if ("23503".equals(failure.sqlState())) {
      return orphans(input, failure.constraint());
    }
    return "23505".equals(failure.sqlState()) ? duplicates(input, failure.constraint()) : null;
  }

  /** If the table refers to itself, rows that refer to such a row are included. */
  private @Nullable String orphans(String input, String constraint) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(FOREIGN_KEY)) {
      statement.setString(1, table);
      statement.setString(2, constraint);
      try (ResultSet result = statement.executeQuery()) {
        if (!result.next()) {
          return null;
        }
        List<String> own = List.of((String[]) result.getArray(3).getArray());
        List<String> theirs = List.of((String[]) result.getArray(4).getArray());
        boolean self = result.getBoolean(2);
        if (!hasFields(own) || (self && !hasFields(theirs))) {
          return null;
        }
        String pairs =
            IntStream.range(0, own.size())
                .mapToObj(at -> "p." + quoted(theirs.get(at)) + " = i." + quoted(own.get(at)))
                .collect(Collectors.joining(" AND "));
        String orphaned =
            own.stream()
                    .map(name -> "i." + quoted(name) + " IS NOT NULL AND ")
                    .collect(Collectors.joining())
                + absent(result.getString(1), pairs);
        if (!self) {
          return "WITH " + input + " SELECT i." + number + " FROM x AS i WHERE " + orphaned;
        }
        String some = "i." + number + ", " + join(theirs, name -> "i." + quoted(name));
        return "WITH RECURSIVE "
            + input
            + (", lost AS (SELECT " + some + " FROM x AS i WHERE " + orphaned)
            + (" AND " + absent("x", pairs))
            + (" UNION SELECT " + some + " FROM x AS i JOIN lost AS p ON " + pairs)
            + (" WHERE " + orphaned)
            + ") SELECT "
            + number
            + " FROM lost";
      }
    }
  }

  private static String absent(String relation, String pairs) {
    return "NOT EXISTS (SELECT FROM " + relation + " AS p WHERE " + pairs + ")";
  }

  /**
   * A row that is replaced does not count as a holder; of two rows with the same value the first
   * one gets it.
   */
  private @Nullable String duplicates(String input, String name) throws SQLException {
    PostgresIndex index = PostgresIndex.find(connection, table, name);
    List<String> names = index.names();
    if (!index.plain() || !hasFields(names)) {
      return null;
    }
    String columns = join(names, PostgresSql::quoted);
    return "WITH "
        + input
        + " SELECT i."
        + number
        + " FROM x AS i JOIN "
        + table
        + " AS t ON "
        + names.stream()
            .map(column -> "t.%1$s = i.%1$s".formatted(quoted(column)))
            .collect(Collectors.joining(" AND "))
        + " AND NOT ("
        + sql.sameKey()
        + ") WHERE NOT EXISTS (SELECT FROM o WHERE "
        + sql.sameKey("t", "o")
        + " AND ("
        + IS_OLDER.formatted(quoted(spec.version().name()), "o")
        + ")) UNION SELECT d."
        + number
        + " FROM (SELECT "
        + number
        + ", row_number() OVER (PARTITION BY "
        + columns
        + " ORDER BY "
        + number
        + ") AS \"#rank\" FROM x WHERE ("
        + columns
        + ") IS NOT NULL) AS d WHERE d.\"#rank\" > 1";
  }

  private boolean hasFields(List<String> names) {
    Set<String> incoming = new HashSet<>();
    spec.fields().forEach(field -> incoming.add(field.name()));
    return incoming.containsAll(names);
  }
}
