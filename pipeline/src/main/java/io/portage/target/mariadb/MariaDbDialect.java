package io.portage.target.mariadb;

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
import io.portage.target.TombstoneSlice;
import io.portage.target.TypeFamily;
import io.portage.target.definition.DefinitionDialect;
import io.portage.target.mariadb.definition.MariaDbDefinitions;
import io.portage.target.mariadb.fitting.MariaDbTypes;
import io.portage.target.mariadb.readiness.MariaDbReadiness;
import io.portage.target.readiness.TargetReadiness;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The dialect of MariaDB and MySQL. */
public final class MariaDbDialect implements Dialect {
  private static final int MOST_LOCK_SECONDS = 60;

  /** Half of it limits the wait for a lock, so that the server gives up first. */
  private static final int SOCKET_MILLIS = 300_000;

  /** Nothing is truncated, rounded to a zero date or numbered by the server without an error. */
  private static final String SQL_MODE =
      "STRICT_ALL_TABLES,NO_ZERO_DATE,NO_ZERO_IN_DATE,ERROR_FOR_DIVISION_BY_ZERO,"
          + "NO_ENGINE_SUBSTITUTION,NO_AUTO_VALUE_ON_ZERO";

  private static final Set<Integer> READ_ONLY = Set.of(1290, 1792, 1836);

  @Override
  public String name() {
    return "mariadb";
  }

  @Override
  public boolean accepts(String url) {
    return url.startsWith("jdbc:mariadb:") || url.startsWith("jdbc:mysql:");
  }

  @Override
  public String urlForm() {
    return "jdbc:mariadb://host:port/database";
  }

  @Override
  public String quoted(String name) {
    return MariaDbSql.quoted(name);
  }

  @Override
  public MetadataType metadataType(MetadataType.Role role) {
    return switch (role) {
      case VERSION -> new MetadataType(List.of("decimal"), "DECIMAL(65,0)");
      case DELETED -> new MetadataType(List.of("tinyint(1)", "tinyint"), "BOOLEAN");
      case TIME -> new MetadataType(List.of("datetime", "timestamp"), "DATETIME(6)");
      case POSITION ->
          new MetadataType(
              List.of("varchar", "text", "mediumtext", "longtext", "char"), "VARCHAR(512)");
    };
  }

  @Override
  public ResultReader resultReader() {
    return MariaDbResultReader::read;
  }

  @Override
  public Map<String, String> connectionProperties() {
    return Map.of(
        "connectTimeout", "10000",
        "socketTimeout", Integer.toString(SOCKET_MILLIS),
        "tcpKeepAlive", "true",
        // Numbers, not booleans and dates.
        "tinyInt1isBit", "false",
        "yearIsDateType", "false");
  }

  /** A server's messages are in English, because the names in them are read. */
  @Override
  public String connectionInit() {
    return "SET SESSION sql_mode = '"
        + SQL_MODE
        + "', time_zone = '+00:00', lc_messages = 'en_US', foreign_key_checks = 1,"
        + " unique_checks = 1, innodb_lock_wait_timeout = "
        + MOST_LOCK_SECONDS;
  }

  @Override
  public @Nullable ErrorCategory classify(String sqlState, int vendorCode) {
    return MariaDbCodes.category(sqlState, vendorCode);
  }

  @Override
  public FailureKind kind(String sqlState) {
    return MariaDbCodes.kind(sqlState);
  }

  @Override
  public boolean isSessionBroken(SQLException error) {
    return READ_ONLY.contains(error.getErrorCode());
  }

  @Override
  public SqlFailure explain(SQLException error) {
    return MariaDbErrors.explain(this, error);
  }

  @Override
  public Optional<TargetTable> describe(Connection connection, String table) throws SQLException {
    return MariaDbCatalog.describe(connection, table);
  }

  @Override
  public List<ForeignKey> references(Connection connection, Collection<String> tables)
      throws SQLException {
    return MariaDbForeignKeys.of(connection, tables);
  }

  /** The timeout of the session is enough unless the network's timeout is shorter. */
  @Override
  public void begin(Connection connection) throws SQLException {
    int network = connection.getNetworkTimeout();
    if (network > 0 && network / 2_000 < MOST_LOCK_SECONDS) {
      String sql = "SET SESSION innodb_lock_wait_timeout = " + Math.max(1, network / 2_000);
      try (PreparedStatement statement = connection.prepareStatement(sql)) {
        statement.execute();
      }
    }
  }

  @Override
  public void begin(Connection connection, TargetTable table, int[] stripes) throws SQLException {
    begin(connection);
    MariaDbLocks.take(connection, table, stripes);
  }

  @Override
  public void createTombstones(Connection connection, String tombstones) throws SQLException {
    MariaDbTombstones.create(connection, tombstones);
    MariaDbLocks.create(connection);
  }

  @Override
  public TombstoneSlice expireTombstones(
      Connection connection,
      String tombstones,
      TargetTable table,
      Duration age,
      byte @Nullable [] after)
      throws SQLException {
    return MariaDbTombstones.expire(connection, tombstones, table, age, after);
  }

  @Override
  public Optional<MovedRowTable> movedRowTable(Connection connection, String name) {
    return Optional.of(new MariaDbMovedRows(connection, name));
  }

  @Override
  public Optional<ParkedRowTable> parkedRowTable(Connection connection, String name) {
    return Optional.of(new MariaDbParkedRowTable(connection, name));
  }

  @Override
  public List<ExchangeStrategy> exchangeStrategies(
      Connection connection, TargetTable table, String constraint) throws SQLException {
    return MariaDbExchange.strategies(connection, table, constraint);
  }

  @Override
  public GuardedBatch newBatch(Connection connection, RowBatch rows) {
    return new MariaDbBatch(connection, rows);
  }

  @Override
  public Optional<DefinitionDialect> definitions() {
    return Optional.of(new MariaDbDefinitions(MariaDbSql::quoted, MariaDbValues::literal));
  }

  /** Bytes are hexadecimal, bits binary digits, and a geometry is its WKT. */
  @Override
  public String textOf(TargetColumn column, int atMost) {
    String name = quoted(column.name());
    if (column.family() == TypeFamily.BYTES) {
      return "CONCAT('0x', LEFT(HEX(" + name + "), " + atMost + "))";
    } else if (column.type().startsWith("bit")) {
      return "BIN(" + name + " + 0)";
    } else if (MariaDbTypes.isGeometry(column.type())) {
      return "LEFT(ST_AsText(" + name + "), " + atMost + ")";
    }
    return Dialect.super.textOf(column, atMost);
  }

  @Override
  public Map<String, Long> estimatedRows(Connection connection, Collection<String> tables)
      throws SQLException {
    return MariaDbCatalog.estimatedRows(connection, tables);
  }

  @Override
  public TargetChecks checks() {
    return new MariaDbChecks();
  }

  @Override
  public Optional<TargetReadiness> readiness() {
    return Optional.of(new MariaDbReadiness());
  }
}
