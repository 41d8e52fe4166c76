package io.portage.target.postgres.check;

import io.portage.target.postgres.PostgresSql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds unique indexes and exclusion constraints that include soft-deleted rows: such a row keeps
 * its value, and a new row with that value is rejected.
 */
final class PostgresUniqueIndexes {
  /**
   * Indexes over columns other than the key; an index that contains the whole key never conflicts.
   */
  private static final String INDEXES =
      """
      SELECT x.indexrelid::regclass::text, x.indrelid::regclass::text, c.conname,
             pg_catalog.pg_get_indexdef(x.indexrelid), pg_catalog.pg_get_constraintdef(c.oid),
             pg_catalog.pg_get_expr(x.indpred, x.indrelid), x.indisexclusion
      FROM pg_catalog.pg_index x
      LEFT JOIN pg_catalog.pg_constraint c ON c.conindid = x.indexrelid AND c.contype IN ('u', 'x')
      LEFT JOIN pg_catalog.pg_index p ON p.indrelid = x.indrelid AND p.indisprimary
      WHERE x.indrelid = to_regclass(?) AND NOT x.indisprimary
        AND (x.indisexclusion
             OR x.indisunique AND NOT (x.indkey::int2[])[0:x.indnkeyatts - 1]
                                      @> (p.indkey::int2[])[0:p.indnkeyatts - 1])
      ORDER BY 1
      """;

  private PostgresUniqueIndexes() {}

  /** Returns a warning per index, with the statements that replace it. */
  static List<String> run(Connection connection, String table, String deleted) throws SQLException {
    List<String> found = new ArrayList<>();
    for (Index index : indexes(connection, table)) {
      if (covers(connection, table, index.predicate(), deleted)) {
        found.add(
            "soft-deleted rows keep their values in the unique index "
                + index.name()
                + ", so a new row with such a value is rejected; exclude them from the"
                + " index: "
                + index.instead(PostgresSql.quoted(deleted) + " IS NOT TRUE"));
      }
    }
    return found;
  }

  private record Index(
      String name,
      String table,
      @Nullable String constraint,
      String definition,
      @Nullable String constraintDefinition,
      @Nullable String predicate,
      boolean exclusion) {
    /**
     * Returns the statements that recreate the index with {@code condition} added to its predicate.
     */
    String instead(String condition) {
      if (exclusion) {
        return "ALTER TABLE "
            + table
            + " DROP CONSTRAINT "
            + PostgresSql.quoted(String.valueOf(constraint))
            + ", ADD CONSTRAINT "
            + PostgresSql.quoted(String.valueOf(constraint))
            + " "
            + constraintDefinition
            + (predicate == null ? " WHERE (" + condition + ");" : "; with AND " + condition);
      }
      return (constraint == null
              ? "DROP INDEX " + name
              : "ALTER TABLE " + table + " DROP CONSTRAINT " + PostgresSql.quoted(constraint))
          + "; "
          + definition
          + (predicate == null ? " WHERE " : " AND ")
          + condition
          + ";";
    }
  }

  private static List<Index> indexes(Connection connection, String table) throws SQLException {
    List<Index> indexes = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(INDEXES)) {
      statement.setString(1, PostgresSql.qualified(table));
      try (ResultSet result = statement.executeQuery()) {
        while (result.next()) {
          indexes.add(
              new Index(
                  result.getString(1),
                  result.getString(2),
                  result.getString(3),
                  result.getString(4),
                  result.getString(5),
                  result.getString(6),
                  result.getBoolean(7)));
        }
      }
    }
    return indexes;
  }

  /**
   * Returns true if an index includes soft-deleted rows, as far as the planner can prove: it is
   * asked if a row can be marked as deleted and satisfy the index's predicate.
   */
  private static boolean covers(
      Connection connection, String table, @Nullable String predicate, String deleted)
      throws SQLException {
    if (predicate == null) {
      return true;
    }
    try (Statement statement = connection.createStatement()) {
      statement.execute("SET LOCAL constraint_exclusion = on");
      try (ResultSet plan =
          statement.executeQuery(
              "EXPLAIN SELECT FROM "
                  + PostgresSql.qualified(table)
                  + " WHERE ("
                  + predicate
                  + ") AND "
                  + PostgresSql.quoted(deleted))) {
        while (plan.next()) {
          if (plan.getString(1).contains("One-Time Filter: false")) {
            return false;
          }
        }
      }
    }
    return true;
  }
}
