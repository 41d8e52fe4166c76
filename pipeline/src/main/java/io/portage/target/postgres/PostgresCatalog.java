package io.portage.target.postgres;

import io.portage.target.TargetColumn;
import io.portage.target.TargetException;
import io.portage.target.TargetTable;
import io.portage.target.definition.AddedColumn;
import io.portage.target.postgres.fitting.PostgresTypes;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the description of a table from PostgreSQL's catalog. */
final class PostgresCatalog {
  /** Deferrability includes foreign keys from and to the table, which are checked on both sides. */
  private static final String FIND =
      """
      SELECT c.oid, n.nspname, c.relname,
             EXISTS (SELECT FROM pg_catalog.pg_constraint k
                     WHERE k.condeferrable AND c.oid IN (k.conrelid, k.confrelid))
      FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      WHERE c.oid = to_regclass(?)
      """;

  private static final String ESTIMATES =
      """
      SELECT t.n, GREATEST(c.reltuples, pg_catalog.pg_stat_get_live_tuples(c.oid), 0)::bigint
      FROM unnest(?::text[]) WITH ORDINALITY AS t(name, n)
      JOIN pg_catalog.pg_class c ON c.oid = to_regclass(t.name)
      """;

  /**
   * Domains are resolved to their base type; a domain contributes length, default and NOT NULL. An
   * array of a domain is an array of its base type with the domain's length. An array's type is an
   * underscore and the name of its element type, whatever the catalog calls it.
   */
  private static final String COLUMNS =
      """
      WITH RECURSIVE resolved AS (
        SELECT a.attnum, a.attname, a.atttypid AS typid, a.atttypmod AS typmod,
               a.attnotnull AS required,
               (a.atthasdef AND a.attgenerated = '') OR a.attidentity <> '' AS filled,
               a.attgenerated <> '' AS generated, a.attidentity = 'a' AS frozen
        FROM pg_catalog.pg_attribute a
        WHERE a.attrelid = ? AND a.attnum > 0 AND NOT a.attisdropped
        UNION ALL
        SELECT r.attnum, r.attname, y.typbasetype,
               CASE WHEN r.typmod >= 0 THEN r.typmod ELSE y.typtypmod END,
               r.required OR y.typnotnull, r.filled OR y.typdefault IS NOT NULL, r.generated,
               r.frozen
        FROM resolved r JOIN pg_catalog.pg_type y ON y.oid = r.typid
        WHERE y.typtype = 'd')
      SELECT r.attname,
             CASE WHEN el.typname IS NOT NULL THEN el.typname
                  WHEN te.oid IS NOT NULL
                  THEN CASE WHEN pg_catalog.pg_type_is_visible(te.oid) THEN '_'
                            ELSE tn.nspname || '._' END || te.typname
                  WHEN pg_catalog.pg_type_is_visible(y.oid) THEN y.typname
                  ELSE n.nspname || '.' || y.typname END,
             CASE WHEN el.typname IS NULL THEN r.typmod ELSE el.typmod END,
             r.required, r.filled, r.generated, r.frozen,
             ARRAY(SELECT e.enumlabel::text FROM pg_catalog.pg_enum e
                   WHERE e.enumtypid IN (y.oid, CASE y.typcategory WHEN 'A' THEN y.typelem END)
                   ORDER BY e.enumsortorder),
             (SELECT COALESCE(to_jsonb(d) ->> 'datlocprovider', 'c') = 'c'
                       AND d.datctype IN ('C', 'POSIX')
                     OR to_jsonb(d) ->> 'datlocprovider' = 'b' AND to_jsonb(d) ->> 'datlocale' = 'C'
              FROM pg_catalog.pg_database d WHERE d.datname = current_database()),
             pg_catalog.col_description(?, r.attnum)
      FROM resolved r
      JOIN pg_catalog.pg_type y ON y.oid = r.typid
      JOIN pg_catalog.pg_namespace n ON n.oid = y.typnamespace
      LEFT JOIN pg_catalog.pg_type te ON te.typarray = y.oid
      LEFT JOIN pg_catalog.pg_namespace tn ON tn.oid = te.typnamespace
      LEFT JOIN LATERAL (
        WITH RECURSIVE element AS (
          SELECT e.oid, e.typtype, e.typbasetype, e.typtypmod AS typmod
          FROM pg_catalog.pg_type e
          WHERE e.oid = y.typelem AND y.typcategory = 'A' AND e.typtype = 'd'
          UNION ALL
          SELECT b.oid, b.typtype, b.typbasetype,
                 CASE WHEN e.typmod >= 0 THEN e.typmod ELSE b.typtypmod END
          FROM element e JOIN pg_catalog.pg_type b ON b.oid = e.typbasetype)
        SELECT a.typname, e.typmod
        FROM element e
        JOIN pg_catalog.pg_type b ON b.oid = e.oid
        JOIN pg_catalog.pg_type a ON a.oid = b.typarray
        WHERE e.typtype <> 'd' AND a.typnamespace = 'pg_catalog'::regnamespace) AS el ON TRUE
      WHERE y.typtype <> 'd'
      ORDER BY r.attnum
      """;

  private static final String KEY =
      """
      SELECT a.attname
      FROM pg_catalog.pg_index x
      CROSS JOIN LATERAL unnest(x.indkey) WITH ORDINALITY AS k(attnum, n)
      JOIN pg_catalog.pg_attribute a ON a.attrelid = x.indrelid AND a.attnum = k.attnum
      WHERE x.indrelid = ? AND x.indisprimary AND k.n <= x.indnkeyatts
      ORDER BY k.n
      """;

  /** DEFERRABLE keys over exactly the primary key's columns, with their definitions. */
  private static final String DEFERRABLE =
      """
      SELECT c.conname, replace(replace(pg_catalog.pg_get_constraintdef(c.oid),
             ' INITIALLY DEFERRED', ''), ' DEFERRABLE', '')
      FROM pg_catalog.pg_index x
      JOIN pg_catalog.pg_constraint c ON c.conindid = x.indexrelid AND c.contype IN ('p', 'u')
      JOIN pg_catalog.pg_index p ON p.indrelid = x.indrelid AND p.indisprimary
      WHERE x.indrelid = ? AND NOT x.indimmediate
        AND ARRAY(SELECT k.a FROM unnest(x.indkey) WITH ORDINALITY AS k(a, n)
                  WHERE k.n <= x.indnkeyatts ORDER BY k.a)
          = ARRAY(SELECT k.a FROM unnest(p.indkey) WITH ORDINALITY AS k(a, n)
                  WHERE k.n <= p.indnkeyatts ORDER BY k.a)
      ORDER BY x.indisprimary DESC, c.conname
      """;

  private PostgresCatalog() {}

  /**
   * Describes the table; a name without a schema is resolved by the search path.
   *
   * @throws TargetException if its key is DEFERRABLE, which a guarded write cannot use
   */
  static Optional<TargetTable> describe(Connection connection, String table) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(FIND)) {
      statement.setString(1, PostgresSql.qualified(table));
      try (ResultSet result = statement.executeQuery()) {
        return result.next() ? Optional.of(described(connection, table, result)) : Optional.empty();
      }
    }
  }

  private static TargetTable described(Connection connection, String table, ResultSet found)
      throws SQLException {
    long oid = found.getLong(1);
    refuseDeferrable(connection, table, oid);
    return TargetTable.of(
        table,
        columns(connection, oid),
        key(connection, oid),
        canonical(table, found.getString(2), found.getString(3)),
        found.getBoolean(4));
  }

  /** A schema with a dot in its name cannot be distinguished from {@code schema.table}. */
  private static String canonical(String named, String schema, String table) {
    return schema.indexOf('.') < 0 ? schema + "." + table : named;
  }

  private static void refuseDeferrable(Connection connection, String table, long oid)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(DEFERRABLE)) {
      statement.setLong(1, oid);
      try (ResultSet result = statement.executeQuery()) {
        if (result.next()) {
          String name = PostgresSql.quoted(result.getString(1));
          throw new TargetException(
              "the key "
                  + result.getString(1)
                  + " of table "
                  + table
                  + " is DEFERRABLE, which ON CONFLICT does not support: ALTER TABLE "
                  + PostgresSql.qualified(table)
                  + " DROP CONSTRAINT "
                  + name
                  + ", ADD CONSTRAINT "
                  + name
                  + " "
                  + result.getString(2)
                  + ";",
              null);
        }
      }
    }
  }

  private static List<TargetColumn> columns(Connection connection, long oid) throws SQLException {
    List<TargetColumn> columns = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(COLUMNS)) {
      statement.setLong(1, oid);
      statement.setLong(2, oid);
      try (ResultSet result = statement.executeQuery()) {
        while (result.next()) {
          String type = result.getString(2);
          int typmod = result.getInt(3);
          columns.add(
              new TargetColumn(
                  result.getString(1),
                  PostgresTypes.of(type),
                  PostgresTypmod.length(type, typmod),
                  PostgresTypmod.scale(type, typmod),
                  !result.getBoolean(4),
                  result.getBoolean(5),
                  result.getBoolean(6),
                  result.getBoolean(7),
                  List.of((String[]) result.getArray(8).getArray()),
                  result.getBoolean(9),
                  AddedColumn.ofComment(result.getString(10))));
        }
      }
    }
    return columns;
  }

  private static List<String> key(Connection connection, long oid) throws SQLException {
    List<String> key = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(KEY)) {
      statement.setLong(1, oid);
      try (ResultSet result = statement.executeQuery()) {
        while (result.next()) {
          key.add(result.getString(1));
        }
      }
    }
    return key;
  }

  /** Returns the estimates of the planner or of the statistics, whichever is greater. */
  static Map<String, Long> estimatedRows(Connection connection, Collection<String> tables)
      throws SQLException {
    String[] names = tables.toArray(new String[0]);
    String[] quoted = new String[names.length];
    for (int i = 0; i < names.length; i++) {
      quoted[i] = PostgresSql.qualified(names[i]);
    }
    Map<String, Long> rows = new HashMap<>();
    try (PreparedStatement statement = connection.prepareStatement(ESTIMATES)) {
      statement.setArray(1, connection.createArrayOf("text", quoted));
      try (ResultSet result = statement.executeQuery()) {
        while (result.next()) {
          rows.put(names[result.getInt(1) - 1], result.getLong(2));
        }
      }
    }
    return rows;
  }
}
