package io.portage.target;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** PostgreSQL, from version 12 on: one statement for each batch, its rows from arrays. */
final class PostgresDialect implements Dialect {
  private static final String LOCK =
      "SELECT pg_advisory_xact_lock(?, s) FROM unnest(?::int4[]) AS s";
  private static final String EXISTS = "SELECT to_regclass(?) IS NOT NULL";

  @Override
  public String name() {
    return "postgresql";
  }

  @Override
  public boolean accepts(String url) {
    return url.startsWith("jdbc:postgresql:");
  }

  @Override
  public Map<String, String> connectionProperties() {
    return Map.of(
        "ApplicationName", "portage",
        "connectTimeout", "10",
        "loginTimeout", "10",
        // A server that froze must not hold a worker for ever; far above any one statement here.
        "socketTimeout", "300",
        "tcpKeepAlive", "true");
  }

  /** The driver would set the JVM's zone, and text without a zone would then mean that one. */
  @Override
  public String connectionInit() {
    return "SET TimeZone = 'UTC'";
  }

  @Override
  public @Nullable ErrorClass classify(String sqlState, int vendorCode) {
    return PostgresErrors.classify(sqlState);
  }

  @Override
  public SqlFailure explain(SQLException error) {
    return PostgresErrors.explain(this, error);
  }

  @Override
  public Optional<TargetTable> describe(Connection connection, String table) throws SQLException {
    return PostgresCatalog.describe(connection, table);
  }

  @Override
  public void begin(Connection connection) throws SQLException {
    execute(connection, "SET CONSTRAINTS ALL IMMEDIATE");
  }

  @Override
  public void lock(Connection connection, String table, int[] stripes) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(LOCK)) {
      statement.setInt(1, table.hashCode());
      statement.setArray(
          2, connection.createArrayOf("int4", Arrays.stream(stripes).boxed().toArray()));
      statement.executeQuery().close();
    }
  }

  @Override
  public void createTombstones(Connection connection, String tombstones) throws SQLException {
    if (exists(connection, tombstones)) {
      connection.commit();
      return;
    }
    try {
      execute(
          connection,
          "CREATE TABLE IF NOT EXISTS "
              + PostgresSql.qualified(tombstones)
              + " (\"table_name\" text NOT NULL, \"key\" text COLLATE \"C\" NOT NULL,"
              + " \"version\" numeric NOT NULL, PRIMARY KEY (\"table_name\", \"key\"))");
      connection.commit();
    } catch (SQLException e) {
      // IF NOT EXISTS does not help two makers at the same moment: one of them fails on the
      // catalog.
      connection.rollback();
      if (!exists(connection, tombstones)) {
        throw e;
      }
      connection.commit();
    }
  }

  private static boolean exists(Connection connection, String table) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(EXISTS)) {
      statement.setString(1, PostgresSql.qualified(table));
      try (ResultSet result = statement.executeQuery()) {
        return result.next() && result.getBoolean(1);
      }
    }
  }

  @Override
  public @Nullable String blame(Connection connection, WriteRows row, SqlFailure failure)
      throws SQLException {
    return PostgresBlame.find(connection, row, failure);
  }

  @Override
  public Writing writing(Connection connection, WriteRows rows) {
    return new PostgresRows(connection, rows);
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
