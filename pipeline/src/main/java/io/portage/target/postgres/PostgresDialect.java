package io.portage.target.postgres;

import io.portage.target.Dialect;
import io.portage.target.ErrorCategory;
import io.portage.target.ExchangeStrategy;
import io.portage.target.ForeignKey;
import io.portage.target.GuardedBatch;
import io.portage.target.ParkedRowTable;
import io.portage.target.RowBatch;
import io.portage.target.SqlFailure;
import io.portage.target.TargetTable;
import io.portage.target.TombstoneSlice;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** PostgreSQL, from version 12 on: one statement for each batch, its rows from arrays. */
public final class PostgresDialect implements Dialect {
  /**
   * For this transaction alone, since behind a connection pooler the next one may have another
   * session; a timeout that the role or the URL brings stays.
   */
  private static final String BEGIN =
      "SET LOCAL TimeZone = 'UTC';"
          + " SELECT set_config('lock_timeout', ?, true)"
          + " WHERE current_setting('lock_timeout') = '0';";

  private static final String IMMEDIATE = " SET CONSTRAINTS ALL IMMEDIATE;";

  private static final String LOCK =
      " SELECT pg_advisory_xact_lock(?, s) FROM unnest(?::int4[]) AS s";

  /**
   * Lets the server notice a client that is gone while a statement works or waits: from version 14
   * on, and only on some platforms; elsewhere nothing is set.
   */
  private static final String NOTICE_GONE_CLIENTS =
      "DO $$ BEGIN PERFORM set_config('client_connection_check_interval', '10s', false);"
          + " EXCEPTION WHEN OTHERS THEN NULL; END $$";

  private static final int MOST_LOCK_MILLIS = 60_000;

  /** Read-only, or without the prepared statements that its driver believes it has. */
  private static final Set<String> BROKEN_SESSION = Set.of("25006", "26000", "42P05");

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
        // Behind a connection pooler in transaction mode prepared statements are another session's;
        // and one plan for batches of all sizes is no gain.
        "prepareThreshold", "0",
        "tcpKeepAlive", "true");
  }

  /** The driver would set the JVM's zone, and text without a zone would then mean that one. */
  @Override
  public String connectionInit() {
    return "SET TimeZone = 'UTC'; " + NOTICE_GONE_CLIENTS;
  }

  @Override
  public @Nullable ErrorCategory classify(String sqlState, int vendorCode) {
    return PostgresStates.meaning(sqlState);
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
  public boolean isSessionBroken(String sqlState) {
    return BROKEN_SESSION.contains(sqlState);
  }

  @Override
  public List<ForeignKey> foreignKeys(Connection connection, Collection<String> tables)
      throws SQLException {
    return PostgresForeignKeys.among(connection, List.copyOf(tables));
  }

  @Override
  public void begin(Connection connection) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(BEGIN)) {
      statement.setString(1, lockTimeout(connection));
      statement.execute();
    }
  }

  /** One trip to the server for all of it. */
  @Override
  public void begin(Connection connection, TargetTable table, int[] stripes) throws SQLException {
    String sql = BEGIN + (table.deferrable() ? IMMEDIATE : "") + LOCK;
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, lockTimeout(connection));
      statement.setInt(2, table.canonical().hashCode());
      statement.setArray(
          3, connection.createArrayOf("int4", Arrays.stream(stripes).boxed().toArray()));
      statement.execute();
    }
  }

  /** Half of what the driver waits for an answer, so that the server gives up first. */
  private static String lockTimeout(Connection connection) throws SQLException {
    int answer = connection.getNetworkTimeout();
    return Integer.toString(
        answer == 0 ? MOST_LOCK_MILLIS : Math.max(1, Math.min(MOST_LOCK_MILLIS, answer / 2)));
  }

  @Override
  public void createTombstones(Connection connection, String tombstones) throws SQLException {
    PostgresTombstones.create(connection, tombstones);
  }

  @Override
  public void createMovedRows(Connection connection, String name) throws SQLException {
    PostgresMovedRows.create(connection, name);
  }

  @Override
  public int expireMovedRows(Connection connection, String name, TargetTable table, Duration age)
      throws SQLException {
    return PostgresMovedRows.expire(connection, name, table, age);
  }

  @Override
  public ParkedRowTable parkedRowTable(Connection connection, String name) {
    return new PostgresParkedRowTable(connection, name);
  }

  @Override
  public boolean adoptTombstones(Connection connection, String tombstones, TargetTable table)
      throws SQLException {
    return PostgresTombstoneRows.adopt(connection, tombstones, table);
  }

  @Override
  public TombstoneSlice expireTombstones(
      Connection connection,
      String tombstones,
      TargetTable table,
      Duration age,
      byte @Nullable [] after)
      throws SQLException {
    return PostgresTombstoneRows.expire(connection, tombstones, table, age, after);
  }

  @Override
  public @Nullable String findRejectedColumn(
      Connection connection, RowBatch row, SqlFailure failure) throws SQLException {
    return PostgresRejectedColumn.find(connection, row, failure);
  }

  @Override
  public List<ExchangeStrategy> exchangeStrategies(
      Connection connection, TargetTable table, String constraint) throws SQLException {
    return PostgresExchange.strategies(connection, table, constraint);
  }

  @Override
  public List<String> suppressingTriggers(Connection connection, String table) throws SQLException {
    return PostgresRejectedColumn.suppressors(connection, table);
  }

  @Override
  public boolean probeWrite(Connection connection, TargetTable table, RowBatch row)
      throws SQLException {
    return PostgresProbe.probeWrite(connection, table, row);
  }

  @Override
  public GuardedBatch newBatch(Connection connection, RowBatch rows) {
    return new PostgresBatch(connection, rows);
  }
}
