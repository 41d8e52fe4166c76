package io.portage.target.postgres;

import io.portage.target.Dialect;
import io.portage.target.ErrorCategory;
import io.portage.target.ExchangeStrategy;
import io.portage.target.FailureKind;
import io.portage.target.ForeignKey;
import io.portage.target.GuardedBatch;
import io.portage.target.MetadataType;
import io.portage.target.MovedRowTable;
import io.portage.target.ParkedRowTable;
import io.portage.target.ResultReader;
import io.portage.target.RowBatch;
import io.portage.target.SqlFailure;
import io.portage.target.TargetChecks;
import io.portage.target.TargetColumn;
import io.portage.target.TargetTable;
import io.portage.target.TombstoneKey;
import io.portage.target.TombstoneSlice;
import io.portage.target.definition.DefinitionDialect;
import io.portage.target.postgres.check.PostgresChecks;
import io.portage.target.postgres.definition.PostgresDefinitions;
import io.portage.target.postgres.readiness.PostgresReadiness;
import io.portage.target.readiness.TargetReadiness;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The dialect of PostgreSQL, version 12 or later: one statement per batch, with arrays as
 * parameters.
 */
public final class PostgresDialect implements Dialect {
  /**
   * Settings of this transaction only, because a connection pooler may assign another session to
   * the next one. A lock timeout that the role or the URL sets is kept.
   */
  private static final String BEGIN =
      "SET LOCAL TimeZone = 'UTC';"
          + " SELECT set_config('lock_timeout', ?, true)"
          + " WHERE current_setting('lock_timeout') = '0';";

  private static final String IMMEDIATE = " SET CONSTRAINTS ALL IMMEDIATE;";

  private static final String LOCK =
      " SELECT pg_advisory_xact_lock(?, s) FROM unnest(?::int4[]) AS s";

  /**
   * Makes the server notice that the client is gone while a statement runs or waits. Supported from
   * version 14 on some platforms; elsewhere nothing is set.
   */
  private static final String DETECT_LOST_CLIENTS =
      "DO $$ BEGIN PERFORM set_config('client_connection_check_interval', '10s', false);"
          + " EXCEPTION WHEN OTHERS THEN NULL; END $$";

  private static final int MOST_LOCK_MILLIS = 60_000;

  /** The session is read-only, or lacks prepared statements that its driver relies on. */
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
  public String urlForm() {
    return "jdbc:postgresql://host:port/database";
  }

  @Override
  public String quoted(String name) {
    return PostgresSql.quoted(name);
  }

  @Override
  public MetadataType metadataType(MetadataType.Role role) {
    return switch (role) {
      case VERSION -> new MetadataType(List.of("numeric"), "numeric");
      case DELETED -> new MetadataType(List.of("bool"), "bool");
      case TIME -> new MetadataType(List.of("timestamptz", "timestamp"), "timestamptz");
      case POSITION -> new MetadataType(List.of("text", "varchar", "bpchar"), "text");
    };
  }

  @Override
  public ResultReader resultReader() {
    return PostgresResultReader::read;
  }

  @Override
  public Map<String, String> connectionProperties() {
    return Map.of(
        "ApplicationName", "portage",
        "connectTimeout", "10",
        "loginTimeout", "10",
        // Limits the wait for a frozen server; far above the time of any statement here.
        "socketTimeout", "300",
        // With a connection pooler in transaction mode, prepared statements may be in another
        // session; and a shared plan is of no use for batches of different sizes.
        "prepareThreshold", "0",
        "tcpKeepAlive", "true");
  }

  /** Otherwise the driver sets the JVM's time zone, and a text without a zone is read in it. */
  @Override
  public String connectionInit() {
    return "SET TimeZone = 'UTC'; " + DETECT_LOST_CLIENTS;
  }

  @Override
  public @Nullable ErrorCategory classify(String sqlState, int vendorCode) {
    return PostgresStates.meaning(sqlState);
  }

  @Override
  public FailureKind kind(String sqlState) {
    return PostgresStates.kind(sqlState);
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
  public boolean isSessionBroken(SQLException error) {
    return error.getSQLState() != null && BROKEN_SESSION.contains(error.getSQLState());
  }

  @Override
  public List<ForeignKey> references(Connection connection, Collection<String> tables)
      throws SQLException {
    return PostgresForeignKeys.of(connection, List.copyOf(tables));
  }

  @Override
  public void begin(Connection connection) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(BEGIN)) {
      statement.setString(1, lockTimeout(connection));
      statement.execute();
    }
  }

  /** All settings and locks take one round trip. */
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

  /** Half of the driver's network timeout, so that the server gives up first. */
  private static String lockTimeout(Connection connection) throws SQLException {
    int timeout = connection.getNetworkTimeout();
    return Integer.toString(
        timeout == 0 ? MOST_LOCK_MILLIS : Math.max(1, Math.min(MOST_LOCK_MILLIS, timeout / 2)));
  }

  @Override
  public void createTombstones(Connection connection, String tombstones) throws SQLException {
    PostgresTombstones.create(connection, tombstones);
  }

  @Override
  public Optional<MovedRowTable> movedRowTable(Connection connection, String name) {
    return Optional.of(new PostgresMovedRows(connection, name));
  }

  @Override
  public Optional<ParkedRowTable> parkedRowTable(Connection connection, String name) {
    return Optional.of(new PostgresParkedRowTable(connection, name));
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

  @Override
  public Optional<DefinitionDialect> definitions() {
    return Optional.of(new PostgresDefinitions(PostgresSql::quoted, PostgresText::of));
  }

  @Override
  public String textOf(TargetColumn column, int atMost) {
    return "left(CAST(" + quoted(column.name()) + " AS text), " + atMost + ")";
  }

  /** Binds the value's text without a type, so that the server reads it as the column's type. */
  @Override
  public void bindKey(PreparedStatement statement, int at, Object value) throws SQLException {
    statement.setObject(at, TombstoneKey.canonical(value), Types.OTHER);
  }

  @Override
  public Map<String, Long> estimatedRows(Connection connection, Collection<String> tables)
      throws SQLException {
    return PostgresCatalog.estimatedRows(connection, tables);
  }

  @Override
  public TargetChecks checks() {
    return new PostgresChecks();
  }

  @Override
  public Optional<TargetReadiness> readiness() {
    return Optional.of(new PostgresReadiness());
  }
}
