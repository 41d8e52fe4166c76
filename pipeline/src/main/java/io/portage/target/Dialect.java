package io.portage.target;

import io.portage.model.CanonicalText;
import io.portage.target.definition.DefinitionDialect;
import io.portage.target.readiness.TargetReadiness;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Everything that is specific to one target database: its types, its errors, its catalog, its own
 * tables and its guarded writes. {@link Dialects} finds the implementations by {@link
 * java.util.ServiceLoader}.
 *
 * <p>A method that takes a connection runs in that connection's transaction and does not end it,
 * except {@link #createTombstones}, {@link ParkedRowTable#create} and {@link MovedRowTable#create}.
 * Identifiers are quoted, values are bound. Implementations are stateless and have a public
 * constructor without parameters.
 *
 * <p>A method with a default is an optional capability; its documentation names the fallback.
 */
public interface Dialect {
  /** Returns a short name for messages, unique among the dialects. */
  String name();

  /** Returns true if this dialect supports the database of the JDBC URL. */
  boolean accepts(String url);

  /**
   * Returns the form of a JDBC URL for messages, such as {@code
   * jdbc:postgresql://host:port/database}.
   */
  String urlForm();

  /**
   * Returns the properties for the driver; the URL's own take precedence. By default there are
   * none, and the driver's own timeouts apply.
   */
  default Map<String, String> connectionProperties() {
    return Map.of();
  }

  /** Returns the SQL that every new connection runs first, or null; by default null. */
  default @Nullable String connectionInit() {
    return null;
  }

  /** Returns a name as an identifier in statements, quoted. */
  String quoted(String name);

  /** Returns {@code table} or {@code schema.table} with each part quoted. */
  default String qualified(String table) {
    int dot = table.indexOf('.');
    return dot < 0
        ? quoted(table)
        : quoted(table.substring(0, dot)) + "." + quoted(table.substring(dot + 1));
  }

  /**
   * Returns the type of the metadata columns of this role. The rows of a batch contain a {@link
   * io.portage.model.Version}, a {@link Boolean}, an {@link java.time.Instant} or a {@link String}
   * for them, or a {@link Long} of milliseconds since 1970 for the time of a change in a column of
   * whole numbers.
   */
  MetadataType metadataType(MetadataType.Role role);

  /** Returns the reader of query results; by default {@link ResultReader#JDBC}. */
  default ResultReader resultReader() {
    return ResultReader.JDBC;
  }

  /**
   * Returns the category of an error with this SQLState and vendor code, or null if it is unknown.
   */
  @Nullable ErrorCategory classify(String sqlState, int vendorCode);

  /**
   * Returns the kind of an error.
   *
   * @param sqlState as {@link SqlFailure#sqlState} has it, possibly with the vendor's code
   */
  FailureKind kind(String sqlState);

  /**
   * Returns true if the error concerns the session and not the statement, so that a retry on a new
   * connection may succeed. By default false: the pool then replaces only those connections whose
   * loss the driver reports.
   */
  default boolean isSessionBroken(SQLException error) {
    return false;
  }

  /** Describes an error without the values of any row. */
  SqlFailure explain(SQLException error);

  /**
   * Returns the table as the catalog describes it, or empty if no table has that name. Each column
   * has a {@link ColumnType} with the rule by which its values are fitted.
   */
  Optional<TargetTable> describe(Connection connection, String table) throws SQLException;

  /**
   * Returns the foreign keys of these tables, to whichever tables they refer. A missing table has
   * none. By default there are none: rows of different shards that refer to each other are then
   * never written together.
   *
   * @param tables the tables' names, as the configuration has them
   */
  default List<ForeignKey> references(Connection connection, Collection<String> tables)
      throws SQLException {
    return List.of();
  }

  /** Returns those of the {@link #references} of these tables that refer to one of them. */
  default List<ForeignKey> foreignKeys(Connection connection, Collection<String> tables)
      throws SQLException {
    return references(connection, tables).stream()
        .filter(key -> tables.contains(key.parent()))
        .toList();
  }

  /**
   * Begins a transaction with a lock timeout, so that the server ends a wait before the client
   * gives the connection up and leaves its session behind. By default the timeouts of the database
   * apply.
   */
  default void begin(Connection connection) throws SQLException {}

  /**
   * Begins a transaction for a batch, with the lock timeout of {@link #begin(Connection)}. Every
   * statement checks its constraints immediately.
   *
   * <p>By default no stripe is locked: two jobs that write the same table at the same time then
   * deadlock more often, and a delete and an older insert of one absent key that run at the same
   * moment may both take effect.
   *
   * @param stripes the stripes of {@code table} in ascending order; their locks are held until the
   *     transaction ends
   */
  default void begin(Connection connection, TargetTable table, int[] stripes) throws SQLException {
    begin(connection);
  }

  /**
   * Creates the tombstone table if it is missing, in a transaction of its own. Concurrent calls are
   * harmless.
   */
  void createTombstones(Connection connection, String tombstones) throws SQLException;

  /**
   * Renames one slice of the tombstones of {@code table} that are stored under its name without a
   * schema to its canonical name. By default there are none.
   *
   * @return false if there were none left
   */
  default boolean adoptTombstones(Connection connection, String tombstones, TargetTable table)
      throws SQLException {
    return false;
  }

  /**
   * Removes tombstones of {@code table} that are older than {@code age}, from the slice that
   * follows {@code after}, in a bounded time. A change that is older than a removed tombstone is
   * then no longer stale. By default tombstones never expire.
   *
   * @param after the end of the previous slice, or null for the first one
   */
  default TombstoneSlice expireTombstones(
      Connection connection,
      String tombstones,
      TargetTable table,
      Duration age,
      byte @Nullable [] after)
      throws SQLException {
    return new TombstoneSlice(0, null);
  }

  /**
   * Returns the moved-rows table {@code name}; by default empty. Without it a key change deletes
   * the row at its old key, and a partial row at the new key is parked until a full row completes
   * it, and finally becomes a dead letter.
   */
  default Optional<MovedRowTable> movedRowTable(Connection connection, String name) {
    return Optional.empty();
  }

  /**
   * Returns the table {@code name} of parked rows; by default empty: parked rows that need each
   * other are then written together only within a shard.
   */
  default Optional<ParkedRowTable> parkedRowTable(Connection connection, String name) {
    return Optional.empty();
  }

  /**
   * Finds the column whose value the database rejected, if {@code failure} does not name it. The
   * transaction must be rolled back afterwards.
   *
   * @return null if the column cannot be determined, as by default; the dead letter then names none
   */
  default @Nullable String findRejectedColumn(
      Connection connection, RowBatch row, SqlFailure failure) throws SQLException {
    return null;
  }

  /**
   * Returns the strategies for a row exchange under a unique or an exclusion constraint, the one
   * with the fewest side effects first. The database may still reject each of them. By default
   * there are none: rows that take each other's unique values are parked and finally become dead
   * letters.
   */
  default List<ExchangeStrategy> exchangeStrategies(
      Connection connection, TargetTable table, String constraint) throws SQLException {
    return List.of();
  }

  /**
   * Returns the names of the triggers and rules that can suppress a write to {@code table} without
   * an error, for messages; at most five; by default none.
   */
  default List<String> suppressingTriggers(Connection connection, String table)
      throws SQLException {
    return List.of();
  }

  /**
   * Upserts an existing row of {@code table} other than {@code row} with its present values, which
   * fires all triggers of an upsert. The transaction must be rolled back afterwards.
   *
   * @return false if there is no such row that no other session has locked; also by default: a row
   *     that the database never finishes is then parked and retried, and never becomes a dead
   *     letter
   */
  default boolean probeWrite(Connection connection, TargetTable table, RowBatch row)
      throws SQLException {
    return false;
  }

  /** Creates the guarded writes of {@code rows} in the transaction of {@code connection}. */
  GuardedBatch newBatch(Connection connection, RowBatch rows);

  /**
   * Returns how the database defines tables and columns; by default empty: {@code portage ddl} and
   * {@code target.createTables} are then not supported, and columns are never added.
   */
  default Optional<DefinitionDialect> definitions() {
    return Optional.empty();
  }

  /**
   * Returns an expression for the first characters of a column's text, for display. By default by a
   * cast to {@code CHAR}.
   *
   * @param atMost the number of characters
   */
  default String textOf(TargetColumn column, int atMost) {
    return "LEFT(CAST(" + quoted(column.name()) + " AS CHAR), " + atMost + ")";
  }

  /**
   * Binds a value of a key, fitted to its column, to be compared with the column. By default as the
   * driver binds the value's class; times are in UTC.
   */
  default void bindKey(PreparedStatement statement, int at, Object value) throws SQLException {
    if (value instanceof Instant instant) {
      statement.setObject(at, LocalDateTime.ofInstant(instant, ZoneOffset.UTC));
    } else if (value instanceof CanonicalText text) {
      statement.setString(at, text.toString());
    } else {
      statement.setObject(at, value);
    }
  }

  /**
   * Returns the catalog's estimates of the numbers of rows, without reading the tables, in one
   * query. A table without an estimate is missing from the result; by default all are.
   *
   * @param tables the tables' names, as the configuration has them
   */
  default Map<String, Long> estimatedRows(Connection connection, Collection<String> tables)
      throws SQLException {
    return Map.of();
  }

  /** Returns the queries of {@code portage check}; by default {@link TargetChecks#NONE}. */
  default TargetChecks checks() {
    return TargetChecks.NONE;
  }

  /**
   * Returns the queries of {@code portage cutover}; by default empty: its checks of the target
   * cannot be decided.
   */
  default Optional<TargetReadiness> readiness() {
    return Optional.empty();
  }
}
