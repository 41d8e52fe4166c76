package io.portage.target.postgres;

import io.portage.target.ForeignKey;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Reads foreign keys from PostgreSQL's catalog. */
final class PostgresForeignKeys {
  /**
   * Selects the columns of a foreign key {@code c} and the columns that they refer to, in order.
   */
  static final String COLUMNS =
      """
      ARRAY(SELECT a.attname::text FROM unnest(c.conkey) WITH ORDINALITY AS k(attnum, n)
            JOIN pg_catalog.pg_attribute a
              ON a.attrelid = c.conrelid AND a.attnum = k.attnum ORDER BY k.n),
      ARRAY(SELECT a.attname::text FROM unnest(c.confkey) WITH ORDINALITY AS k(attnum, n)
            JOIN pg_catalog.pg_attribute a
              ON a.attrelid = c.confrelid AND a.attnum = k.attnum ORDER BY k.n)
      """;

  private static final String OF_TABLES =
      """
      WITH named AS (
        SELECT u.name, to_regclass(u.quoted)::oid AS oid
        FROM unnest(?::text[], ?::text[]) AS u(name, quoted))
      SELECT child.name, c.conname,
             COALESCE(parent.name, n.nspname || '.' || p.relname),
      """
          + COLUMNS
          + """
            FROM pg_catalog.pg_constraint c
            JOIN named AS child ON child.oid = c.conrelid
            JOIN pg_catalog.pg_class p ON p.oid = c.confrelid
            JOIN pg_catalog.pg_namespace n ON n.oid = p.relnamespace
            LEFT JOIN named AS parent ON parent.oid = c.confrelid
            WHERE c.contype = 'f' AND c.conparentid = 0
            ORDER BY 1, 2
            """;

  private PostgresForeignKeys() {}

  static List<ForeignKey> of(Connection connection, List<String> tables) throws SQLException {
    String[] quoted = tables.stream().map(PostgresSql::qualified).toArray(String[]::new);
    try (PreparedStatement statement = connection.prepareStatement(OF_TABLES)) {
      statement.setArray(1, connection.createArrayOf("text", tables.toArray()));
      statement.setArray(2, connection.createArrayOf("text", quoted));
      try (ResultSet result = statement.executeQuery()) {
        List<ForeignKey> found = new ArrayList<>();
        while (result.next()) {
          found.add(
              new ForeignKey(
                  result.getString(1),
                  result.getString(2),
                  List.of((String[]) result.getArray(4).getArray()),
                  result.getString(3),
                  List.of((String[]) result.getArray(5).getArray())));
        }
        return found;
      }
    }
  }
}
