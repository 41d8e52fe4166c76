package io.portage.target.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * The index of a unique or an exclusion constraint, as PostgreSQL's catalog describes it now.
 *
 * @param plain true if it is unique over columns alone, for all rows
 * @param columns the indexed columns in order, then others that its expressions read
 */
record PostgresIndex(boolean plain, List<IndexColumn> columns) {
  /** An error on a partition names the partition's own index. */
  private static final String COLUMNS =
      """
      SELECT x.indisunique AND x.indpred IS NULL AND x.indexprs IS NULL,
             a.attname, NOT a.attnotnull,
             EXISTS (SELECT FROM pg_catalog.pg_constraint f
                     WHERE f.contype = 'f' AND f.confrelid = x.indrelid
                       AND a.attnum = ANY (f.confkey))
             OR EXISTS (SELECT FROM pg_catalog.pg_partition_tree(x.indrelid) AS part
                        JOIN pg_catalog.pg_partitioned_table p ON p.partrelid = part.relid
                        WHERE a.attnum = ANY (p.partattrs) OR p.partexprs IS NOT NULL),
             EXISTS (SELECT FROM pg_catalog.pg_constraint f
                     WHERE f.contype = 'f' AND f.conrelid = x.indrelid
                       AND a.attnum = ANY (f.conkey))
      FROM pg_catalog.pg_index x
      JOIN pg_catalog.pg_class i ON i.oid = x.indexrelid
      JOIN pg_catalog.pg_attribute a ON a.attrelid = x.indrelid
      LEFT JOIN LATERAL (SELECT min(u.n) AS n
                         FROM unnest(x.indkey) WITH ORDINALITY AS u(attnum, n)
                         WHERE u.attnum = a.attnum AND u.n <= x.indnkeyatts) AS k ON TRUE
      WHERE x.indrelid = to_regclass(?)
        AND (i.relname = ?
             OR EXISTS (SELECT FROM pg_catalog.pg_class p
                        WHERE p.relname = ? AND p.relkind = 'i' AND p.relispartition
                          AND pg_catalog.pg_partition_root(p.oid) = x.indexrelid))
        AND (k.n IS NOT NULL
             OR EXISTS (SELECT FROM pg_catalog.pg_depend d
                        WHERE d.classid = 'pg_catalog.pg_class'::regclass
                          AND d.objid = x.indexrelid AND d.refobjid = x.indrelid
                          AND d.refobjsubid = a.attnum))
      ORDER BY k.n NULLS LAST, a.attnum
      """;

  /**
   * A column of the index.
   *
   * @param leads true if its value determines something else: a foreign key of other rows, or the
   *     row's partition
   * @param refers true if it is part of a foreign key
   */
  record IndexColumn(String name, boolean nullable, boolean leads, boolean refers) {}

  /**
   * Returns the index of this name; it has no columns if {@code table}, a quoted name, has no such
   * index.
   */
  static PostgresIndex find(Connection connection, String table, String name) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(COLUMNS)) {
      statement.setString(1, table);
      statement.setString(2, name);
      statement.setString(3, name);
      try (ResultSet result = statement.executeQuery()) {
        boolean plain = false;
        List<IndexColumn> found = new ArrayList<>();
        while (result.next()) {
          plain = result.getBoolean(1);
          found.add(
              new IndexColumn(
                  result.getString(2),
                  result.getBoolean(3),
                  result.getBoolean(4),
                  result.getBoolean(5)));
        }
        return new PostgresIndex(plain, List.copyOf(found));
      }
    }
  }

  List<String> names() {
    return columns.stream().map(IndexColumn::name).toList();
  }
}
