package io.portage.target;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** PostgreSQL, from version 12 on: one statement for each batch, its rows from arrays. */
final class PostgresDialect implements Dialect {
  private static final String LOCK =
      "SELECT pg_advisory_xact_lock(?, s) FROM unnest(?::int4[]) AS s";

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
  public List<ForeignKey> foreignKeys(Connection connection, Collection<String> tables)
      throws SQLException {
    return PostgresForeignKeys.among(connection, List.copyOf(tables));
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
    PostgresTombstones.create(connection, tombstones);
  }

  @Override
  public ParkedRows parkedRows(Connection connection, String name) {
    return new PostgresParkedRows(connection, name);
  }

  @Override
  public int expireTombstones(Connection connection, String tombstones, String table, Duration age)
      throws SQLException {
    return PostgresTombstones.expire(connection, tombstones, table, age);
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
