package io.portage.target.postgres.readiness;

import io.portage.target.postgres.PostgresSql;
import io.portage.target.readiness.KeyGenerator;
import io.portage.target.readiness.Obstacle;
import io.portage.target.readiness.TargetReadiness;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** The state of a PostgreSQL target. */
public final class PostgresReadiness implements TargetReadiness {
  /** The tables and their partitions; its parameter is an array of quoted names. */
  static final String TABLES =
      """
      WITH RECURSIVE tables(oid) AS (
        SELECT to_regclass(name)::oid FROM unnest(?::text[]) name WHERE to_regclass(name) IS NOT NULL
        UNION SELECT i.inhrelid FROM pg_catalog.pg_inherits i JOIN tables t ON i.inhparent = t.oid)
      """;

  /** A column conenforced exists from PostgreSQL 18 on. */
  private static final String CONSTRAINTS =
      TABLES
          + """
          SELECT c.conrelid::regclass::text, quote_ident(c.conname),
                 COALESCE((to_jsonb(c) ->> 'conenforced')::boolean, true)
          FROM pg_catalog.pg_constraint c
          WHERE NOT c.convalidated
            AND (c.conrelid IN (SELECT oid FROM tables) OR c.confrelid IN (SELECT oid FROM tables))
          ORDER BY 1, 2
          """;

  private static final String TRIGGERS =
      TABLES
          + """
          SELECT t.tgrelid::regclass::text, quote_ident(t.tgname), t.tgenabled = 'D',
                 quote_ident(c.conname)
          FROM pg_catalog.pg_trigger t
          LEFT JOIN pg_catalog.pg_constraint c ON c.oid = t.tgconstraint AND t.tgisinternal
          WHERE t.tgenabled IN ('D', 'R') AND t.tgrelid IN (SELECT oid FROM tables)
          ORDER BY 1, 2
          """;

  private static final String RULES =
      TABLES
          + """
          SELECT r.ev_class::regclass::text, quote_ident(r.rulename)
          FROM pg_catalog.pg_rewrite r
          WHERE r.ev_enabled IN ('D', 'R') AND r.ev_class IN (SELECT oid FROM tables)
          ORDER BY 1, 2
          """;

  /** The job's own user may skip triggers. */
  private static final String REPLICA_SETTINGS =
      """
      SELECT quote_ident(r.rolname), quote_ident(d.datname)
      FROM pg_catalog.pg_db_role_setting s
      LEFT JOIN pg_catalog.pg_roles r ON r.oid = s.setrole
      LEFT JOIN pg_catalog.pg_database d ON d.oid = s.setdatabase
      WHERE 'session_replication_role=replica' = ANY (s.setconfig)
        AND (d.datname IS NULL OR d.datname = current_database())
        AND (r.rolname IS NULL OR r.rolname <> current_user)
      UNION ALL
      SELECT NULL, NULL FROM pg_catalog.pg_settings
      WHERE name = 'session_replication_role' AND setting = 'replica'
        AND source IN ('configuration file', 'command line', 'environment variable')
      ORDER BY 1, 2
      """;

  private static final String INDEXES =
      TABLES
          + """
          SELECT i.indrelid::regclass::text, i.indexrelid::regclass::text, c.relkind = 'I'
          FROM pg_catalog.pg_index i
          JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid
          WHERE NOT (i.indisvalid AND i.indisready AND i.indislive)
            AND i.indrelid IN (SELECT oid FROM tables)
          ORDER BY 1, 2
          """;

  private static final String STORAGE =
      TABLES
          + """
          SELECT c.oid::regclass::text, c.relpersistence = 'u',
                 'autovacuum_enabled=false' = ANY (c.reloptions)
          FROM pg_catalog.pg_class c
          WHERE c.oid IN (SELECT oid FROM tables)
            AND (c.relpersistence = 'u' OR 'autovacuum_enabled=false' = ANY (c.reloptions))
          ORDER BY 1
          """;

  @Override
  public List<KeyGenerator> keyGenerators(Connection connection, Collection<String> tables)
      throws SQLException {
    return PostgresSequences.find(connection, quoted(tables));
  }

  @Override
  public void advance(Connection connection, KeyGenerator generator) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(generator.fix())) {
      statement.execute();
    }
    connection.commit();
  }

  @Override
  public List<Obstacle> constraints(Connection connection, Collection<String> tables)
      throws SQLException {
    return query(
        connection,
        CONSTRAINTS,
        tables,
        row -> {
          String table = row.getString(1);
          String name = row.getString(2);
          boolean enforced = row.getBoolean(3);
          return new Obstacle(
              table + "." + name,
              enforced
                  ? "is not validated: rows that violate it may be in the table"
                  : "is not enforced",
              "ALTER TABLE "
                  + table
                  + (enforced
                      ? " VALIDATE CONSTRAINT " + name
                      : " ALTER CONSTRAINT " + name + " ENFORCED")
                  + ";");
        });
  }

  @Override
  public List<Obstacle> triggers(Connection connection, Collection<String> tables)
      throws SQLException {
    List<Obstacle> found = new ArrayList<>(query(connection, TRIGGERS, tables, this::trigger));
    found.addAll(
        query(
            connection,
            RULES,
            tables,
            row ->
                new Obstacle(
                    row.getString(1) + "." + row.getString(2),
                    "is a rule that is disabled",
                    "ALTER TABLE " + row.getString(1) + " ENABLE RULE " + row.getString(2) + ";")));
    try (PreparedStatement statement = connection.prepareStatement(REPLICA_SETTINGS);
        ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        found.add(replicaSetting(row.getString(1), row.getString(2)));
      }
    }
    return found;
  }

  private Obstacle trigger(ResultSet row) throws SQLException {
    String table = row.getString(1);
    String name = row.getString(2);
    String constraint = row.getString(4);
    String state =
        row.getBoolean(3) ? "is disabled" : "fires only if session_replication_role is replica";
    return new Obstacle(
        table + "." + name,
        constraint == null ? state : state + ", so that " + constraint + " is not enforced",
        "ALTER TABLE " + table + " ENABLE TRIGGER " + name + ";");
  }

  private static Obstacle replicaSetting(String role, String database) {
    String alter =
        role != null
            ? "ALTER ROLE " + role + (database == null ? "" : " IN DATABASE " + database)
            : database != null ? "ALTER DATABASE " + database : "ALTER SYSTEM";
    return new Obstacle(
        "session_replication_role of "
            + (role != null ? role : database != null ? database : "the server"),
        "is replica, so that neither triggers nor foreign keys are in effect",
        alter + " RESET session_replication_role;");
  }

  @Override
  public List<Obstacle> indexes(Connection connection, Collection<String> tables)
      throws SQLException {
    return query(
        connection,
        INDEXES,
        tables,
        row -> {
          String index = row.getString(2);
          return row.getBoolean(3)
              ? new Obstacle(
                  index,
                  "is not valid: a partition has no index that is attached to it",
                  "ALTER INDEX " + index + " ATTACH PARTITION the partition's index;")
              : new Obstacle(
                  index,
                  "is not valid: queries do not use it",
                  "REINDEX INDEX CONCURRENTLY " + index + ";");
        });
  }

  @Override
  public List<Obstacle> storage(Connection connection, Collection<String> tables)
      throws SQLException {
    return query(
        connection,
        STORAGE,
        tables,
        row -> {
          String table = row.getString(1);
          return row.getBoolean(2)
              ? new Obstacle(
                  table, "is UNLOGGED: a crash empties it", "ALTER TABLE " + table + " SET LOGGED;")
              : new Obstacle(
                  table,
                  "has no autovacuum",
                  "ALTER TABLE " + table + " RESET (autovacuum_enabled);");
        });
  }

  /** Reads a row of a result. */
  @FunctionalInterface
  private interface RowReader {
    Obstacle read(ResultSet row) throws SQLException;
  }

  private static List<Obstacle> query(
      Connection connection, String sql, Collection<String> tables, RowReader reader)
      throws SQLException {
    List<Obstacle> found = new ArrayList<>();
    Array names = connection.createArrayOf("text", quoted(tables));
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setArray(1, names);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          found.add(reader.read(row));
        }
      }
    } finally {
      names.free();
    }
    return found;
  }

  private static String[] quoted(Collection<String> tables) {
    return tables.stream().map(PostgresSql::qualified).toArray(String[]::new);
  }
}
