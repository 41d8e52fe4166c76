package io.portage.target.postgres;

import static io.portage.target.postgres.PostgresSql.IS_OLDER;
import static io.portage.target.postgres.PostgresSql.qualified;
import static io.portage.target.postgres.PostgresSql.quoted;

import io.portage.target.SqlFailure;
import io.portage.target.WriteSpec;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Foreign keys to a table, as the catalog describes them now, and the statements that find the rows
 * they refer to. Only tables that the role may read are considered.
 */
final class PostgresReferrers {
  private static final String FOREIGN_KEYS =
      """
      SELECT pg_catalog.format('%I.%I', n.nspname, r.relname), r.relname, c.conname,
             c.confrelid = c.conrelid,
      """
          + PostgresForeignKeys.COLUMNS
          + """
      FROM pg_catalog.pg_constraint c
      JOIN pg_catalog.pg_class r ON r.oid = c.conrelid
      JOIN pg_catalog.pg_namespace n ON n.oid = r.relnamespace
      WHERE c.confrelid = to_regclass(?) AND c.contype = 'f'
        AND has_table_privilege(r.oid, 'SELECT')
      """;

  /** Foreign keys whose referring rows are deleted or changed with the row that they refer to. */
  private static final String CASCADED = " AND c.confdeltype NOT IN ('a', 'r')";

  private static final String WITHOUT_ACTION = " AND c.confdeltype IN ('a', 'r')";

  private static final String NAMED = " AND r.relname = ? AND c.conname = ?";

  private final WriteSpec spec;
  private final PostgresSql sql;
  private final String table;

  PostgresReferrers(WriteSpec spec, PostgresSql sql) {
    this.spec = spec;
    this.sql = sql;
    this.table = qualified(spec.table());
  }

  /**
   * A foreign key to the table.
   *
   * @param name the unqualified name of the referring table
   * @param constraint the foreign key's name
   * @param select selects the numbers, from 1, of the older rows that it refers to; parameters: the
   *     identity's fields
   */
  record Referrer(String name, String constraint, String select) {}

  /**
   * Returns the foreign keys whose referring rows are deleted or changed with the row that they
   * refer to.
   */
  List<Referrer> cascading(Connection connection) throws SQLException {
    return find(connection, CASCADED, table);
  }

  /**
   * Returns the foreign key that {@code failure} names, if it has no action or {@code
   * includeCascading} is true; otherwise none.
   */
  List<Referrer> of(Connection connection, SqlFailure failure, boolean includeCascading)
      throws SQLException {
    return failure.table() == null || failure.constraint() == null
        ? List.of()
        : find(
            connection,
            NAMED + (includeCascading ? "" : WITHOUT_ACTION),
            table,
            failure.table(),
            failure.constraint());
  }

  /** Locks the older rows, so that no new reference to them can appear. */
  String lock() {
    return "SELECT FROM "
        + table
        + " AS t, "
        + sql.input(spec.identity(), false)
        + " WHERE "
        + older()
        + " FOR UPDATE OF t";
  }

  private String older() {
    return sql.sameKey() + " AND (" + IS_OLDER.formatted(quoted(spec.version().name()), "i") + ")";
  }

  private List<Referrer> find(Connection connection, String which, String... parameters)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(FOREIGN_KEYS + which)) {
      for (int i = 0; i < parameters.length; i++) {
        statement.setString(i + 1, parameters[i]);
      }
      List<Referrer> found = new ArrayList<>();
      try (ResultSet result = statement.executeQuery()) {
        while (result.next()) {
          List<String> theirs = List.of((String[]) result.getArray(5).getArray());
          List<String> own = List.of((String[]) result.getArray(6).getArray());
          String select = select(result.getString(1), result.getBoolean(4), theirs, own);
          found.add(new Referrer(result.getString(2), result.getString(3), select));
        }
      }
      return found;
    }
  }

  /**
   * If the table refers to itself, a referring row that is deleted by the same statement does not
   * count.
   */
  private String select(String referrer, boolean self, List<String> theirs, List<String> own) {
    String pairs =
        IntStream.range(0, own.size())
            .mapToObj(at -> "r." + quoted(theirs.get(at)) + " = t." + quoted(own.get(at)))
            .collect(Collectors.joining(" AND "));
    return "WITH x AS MATERIALIZED (SELECT * FROM "
        + sql.input(spec.identity(), true)
        + ") SELECT i."
        + quoted(spec.internalName(WriteSpec.NUMBER))
        + " FROM x AS i JOIN "
        + table
        + " AS t ON "
        + older()
        + " WHERE EXISTS (SELECT FROM "
        + referrer
        + " AS r WHERE "
        + pairs
        + (self ? " AND NOT EXISTS (SELECT FROM x AS o WHERE " + sql.sameKey("r", "o") + ")" : "")
        + ")";
  }
}
