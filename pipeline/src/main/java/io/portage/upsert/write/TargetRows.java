package io.portage.upsert.write;

import io.portage.config.JdbcConfig;
import io.portage.config.PortageConfig;
import io.portage.config.TableConfig;
import io.portage.config.routing.TableRoutes;
import io.portage.model.Change;
import io.portage.model.Columns;
import io.portage.model.GuardResult;
import io.portage.model.Row;
import io.portage.model.Version;
import io.portage.target.Dialect;
import io.portage.target.Dialects;
import io.portage.target.ForeignKey;
import io.portage.target.GuardedBatch.ExistingRow;
import io.portage.target.JdbcTargetTables;
import io.portage.target.SqlErrors;
import io.portage.target.SqlFailure;
import io.portage.target.TargetColumn;
import io.portage.target.TargetException;
import io.portage.target.TargetTable;
import io.portage.target.TargetTables;
import io.portage.target.ValueDoesNotFitException;
import io.portage.target.connection.ConnectionPool;
import io.portage.target.connection.Sleeper;
import io.portage.target.ddl.PlannedTables;
import io.portage.target.fitting.ColumnFitter;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads rows and versions of a job's target, for operators. Writes nothing, and fails during an
 * outage instead of waiting for its end. Each method states its number of queries. Thread-safe.
 */
public final class TargetRows implements AutoCloseable {
  /** The number of characters of a value that are read. */
  private static final int VALUE_LENGTH = 4_096;

  private static final int QUERY_SECONDS = 5;

  private final PortageConfig config;
  private final ConnectionPool pool;
  private final Dialect dialect;
  private final TableRoutes routes;
  private volatile TargetTables tables;
  private final TransactionRunner transactions;

  private TargetRows(PortageConfig config, JdbcConfig jdbc) {
    this.config = config;
    this.pool = ConnectionPool.acquire(jdbc);
    this.dialect = Dialects.of(jdbc.url());
    this.routes = TableRoutes.of(config.tables());
    this.tables = unread();
    this.transactions =
        new TransactionRunner(pool.dataSource(), dialect, Sleeper.REAL, TargetRows::giveUp);
  }

  /**
   * Opens the target of a job. Does not connect yet. Empty if the target is not a database.
   *
   * @throws io.portage.config.SecretException if its user or password cannot be resolved
   */
  public static Optional<TargetRows> open(PortageConfig config) {
    return config.target().sink() instanceof JdbcConfig jdbc
        ? Optional.of(new TargetRows(config, jdbc))
        : Optional.empty();
  }

  /**
   * The decision of the guard about a change.
   *
   * @param result the result that a write of the change has now
   * @param version the greatest version of the row and the tombstone of its key; null if there is
   *     none
   */
  public record GuardPreview(GuardResult result, @Nullable Version version) {}

  /**
   * A row of the target as text.
   *
   * @param values the first 4,096 characters of each value, by column
   * @param version its version, or null
   * @param deleted true if it is marked as deleted
   */
  public record TextRow(
      Map<String, @Nullable String> values, @Nullable BigDecimal version, boolean deleted) {}

  private TargetTables unread() {
    return new PlannedTables(
        JdbcTargetTables.over(pool.dataSource(), dialect, Sleeper.REAL, TargetRows::giveUp),
        dialect);
  }

  /**
   * Forgets the descriptions of the tables: they are read again at their next use, since an
   * operator may have altered a table.
   */
  public void forgetTables() {
    tables = unread();
  }

  /**
   * Returns the target's tables. They are cached until {@link #forgetTables}; columns that a job
   * would add are planned and not added.
   */
  public TargetTables tables() {
    return tables;
  }

  /**
   * Returns the source columns of a table's key.
   *
   * @throws TargetException if the table does not exist or cannot be written by the job
   */
  public List<String> keyColumns(String table) {
    return settings(table).key();
  }

  /**
   * Returns a key as the job's changes have it.
   *
   * @param values a value for each of {@link #keyColumns}: text, {@link Long}, {@link BigDecimal}
   *     or {@link Boolean}; a text may stand for a number
   * @throws ValueDoesNotFitException if a value does not fit its column
   * @throws TargetException if the table does not exist or cannot be written by the job
   */
  public Row key(String table, List<Object> values) throws ValueDoesNotFitException {
    List<TargetColumn> columns = keyOf(plan(table, false));
    if (columns.size() != values.size()) {
      throw new TargetException(
          "the key of " + table + " has the columns " + String.join(", ", keyColumns(table)), null);
    }
    Object[] fitted = new Object[values.size()];
    for (int i = 0; i < fitted.length; i++) {
      fitted[i] = fit(columns.get(i), values.get(i));
    }
    return Row.of(Columns.of(keyColumns(table)), fitted);
  }

  private static Object fit(TargetColumn column, Object value) throws ValueDoesNotFitException {
    ColumnFitter fitter = ColumnFitter.of(column);
    if (!(value instanceof String text)) {
      return fitter.fitKey(value);
    }
    try {
      return fitter.fitKey(text);
    } catch (ValueDoesNotFitException e) {
      Object number = number(text);
      if (number == null) {
        throw e;
      }
      return fitter.fitKey(number);
    }
  }

  private static @Nullable Object number(String text) {
    try {
      BigDecimal number = new BigDecimal(text);
      return number.scale() <= 0 && number.precision() - number.scale() < 19
          ? (Object) number.longValueExact()
          : number;
    } catch (ArithmeticException | NumberFormatException notANumber) {
      return null;
    }
  }

  /**
   * Returns what the guard would decide about a change now: one query, and one or two for the
   * table's description at the first change of a table. Constraints are not evaluated.
   *
   * @param change a change with target columns
   * @throws TargetException if the target does not answer, or the table cannot be written
   */
  public GuardPreview preview(Change change) {
    if (change.op() == Change.Op.TRUNCATE) {
      return new GuardPreview(GuardResult.APPLIED, null);
    }
    List<ExistingRow> found =
        query(
            connection -> {
              TablePlan plan = plan(change.table(), hasTombstones());
              return dialect
                  .newBatch(connection, plan.layout(plan.identities()).rows(List.of(change)))
                  .existingRows();
            });
    if (found.isEmpty()) {
      return new GuardPreview(GuardResult.DUPLICATE, change.version());
    }
    ExistingRow existing = found.get(0);
    return new GuardPreview(
        existing.newer() ? GuardResult.STALE : GuardResult.APPLIED, existing.version());
  }

  /**
   * Returns the row of a key, or empty: one query.
   *
   * @param key as {@link #key} returns it
   * @throws TargetException if the target does not answer, or the table cannot be written
   */
  public Optional<TextRow> row(String table, Row key) {
    TablePlan plan = plan(table, false);
    TableConfig settings = configured(table);
    List<TargetColumn> columns = List.copyOf(plan.table().columns().values());
    StringBuilder sql = new StringBuilder("SELECT ");
    for (TargetColumn column : columns) {
      sql.append(dialect.textOf(column, VALUE_LENGTH)).append(", ");
    }
    sql.append(dialect.quoted(settings.metadata().version()))
        .append(" FROM ")
        .append(dialect.qualified(plan.table().canonical()))
        .append(" WHERE ");
    List<TargetColumn> keyColumns = keyOf(plan);
    for (int i = 0; i < keyColumns.size(); i++) {
      sql.append(i == 0 ? "" : " AND ")
          .append(dialect.quoted(keyColumns.get(i).name()))
          .append(" = ?");
    }
    return query(
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(sql.toString())) {
            statement.setQueryTimeout(QUERY_SECONDS);
            for (int i = 0; i < keyColumns.size(); i++) {
              Object value = key.get(i);
              if (value == null) {
                return Optional.empty();
              }
              dialect.bindKey(statement, i + 1, value);
            }
            try (ResultSet result = statement.executeQuery()) {
              return result.next()
                  ? Optional.of(textRow(result, columns, settings))
                  : Optional.empty();
            }
          }
        });
  }

  private static TextRow textRow(ResultSet result, List<TargetColumn> columns, TableConfig settings)
      throws SQLException {
    Map<String, @Nullable String> values = new LinkedHashMap<>();
    for (int i = 0; i < columns.size(); i++) {
      values.put(columns.get(i).name(), result.getString(i + 1));
    }
    String deleted = settings.metadata().deleted();
    String mark = deleted == null ? null : values.get(deleted);
    return new TextRow(
        values,
        result.getBigDecimal(columns.size() + 1),
        mark != null && (mark.equals("true") || mark.equals("t") || mark.equals("1")));
  }

  /**
   * Returns the catalog's estimates of the numbers of rows, by table: one query.
   *
   * @throws TargetException if the target does not answer
   */
  public Map<String, Long> estimatedRows(Collection<String> names) {
    return query(connection -> dialect.estimatedRows(connection, names));
  }

  /**
   * Returns the foreign keys of tables: one query, or one for each table.
   *
   * @throws TargetException if the target does not answer
   */
  public List<ForeignKey> references(Collection<String> names) {
    return query(connection -> dialect.references(connection, names));
  }

  /** Queries of the target. */
  @FunctionalInterface
  public interface TargetQuery<T> {
    /** Runs in a transaction that is rolled back. */
    T on(Connection connection, Dialect dialect) throws SQLException;
  }

  /**
   * Runs queries.
   *
   * @throws TargetException if the target does not answer
   */
  public <T> T read(TargetQuery<T> queries) {
    return query(connection -> queries.on(connection, dialect));
  }

  /**
   * Returns the configuration of a table with its key.
   *
   * @throws TargetException if the table does not exist or cannot be written by the job
   */
  public TableConfig settings(String table) {
    return configured(table).keyedBy(described(table).primaryKey());
  }

  private boolean hasTombstones() {
    return tables.find(config.target().tombstones()).isPresent();
  }

  private static List<TargetColumn> keyOf(TablePlan plan) {
    return plan.layout(plan.identities()).rows(new ArrayList<>()).spec().key();
  }

  private TablePlan plan(String table, boolean tombstones) {
    TargetTable described = described(table);
    try {
      return new TablePlan(
          configured(table).keyedBy(described.primaryKey()),
          described,
          tombstones ? config.target().tombstones() : null,
          config.target().movedRows());
    } catch (UnusableTableException e) {
      throw new TargetException(String.valueOf(e.getMessage()), e);
    }
  }

  private TargetTable described(String table) {
    return tables
        .find(table)
        .orElseThrow(() -> new TargetException("the target has no table " + table, null));
  }

  private TableConfig configured(String table) {
    return routes
        .ofTarget(table)
        .orElseThrow(() -> new TargetException("no configured table writes to " + table, null));
  }

  private <T> T query(TransactionRunner.TransactionWork<T> work) {
    try {
      return transactions.onceRolledBack(work);
    } catch (SQLException e) {
      throw unavailable(SqlErrors.explain(dialect, e), e);
    }
  }

  private static void giveUp(SqlFailure failure) {
    throw unavailable(failure, null);
  }

  private static TargetException unavailable(SqlFailure failure, @Nullable SQLException cause) {
    return new TargetException(failure.message(), cause);
  }

  @Override
  public void close() {
    pool.close();
  }
}
