package io.portage.target;

import io.portage.config.TargetConfig;
import io.portage.model.schema.SourceColumn;
import io.portage.target.connection.ConnectionPool;
import io.portage.target.connection.RecentTables;
import io.portage.target.connection.RetryPolicy;
import io.portage.target.connection.Sleeper;
import io.portage.target.ddl.DefinitionChanges;
import io.portage.target.definition.AddedColumn;
import io.portage.target.definition.ColumnDefinition;
import io.portage.target.definition.ColumnsNotAddedException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The target's tables, read from the catalog over JDBC and cached. */
public final class JdbcTargetTables implements TargetTables {
  private static final Logger LOG = LoggerFactory.getLogger(JdbcTargetTables.class);

  private final DataSource source;
  private final Dialect dialect;
  private final RetryPolicy retryPolicy;
  private final RetryPolicy.RetryListener listener;
  private final @Nullable RecentTables recent;
  private final Runnable closing;
  private final Map<String, Optional<TargetTable>> known = new ConcurrentHashMap<>();

  private JdbcTargetTables(
      DataSource source,
      Dialect dialect,
      Sleeper sleeper,
      RetryPolicy.RetryListener listener,
      @Nullable RecentTables recent,
      Runnable closing) {
    this.source = source;
    this.dialect = dialect;
    this.retryPolicy = new RetryPolicy(dialect, sleeper);
    this.listener = listener;
    this.recent = recent;
    this.closing = closing;
  }

  /**
   * Opens the tables of the configured target over the shared connection pool. Does not connect
   * yet.
   */
  public static JdbcTargetTables open(TargetConfig config) {
    Dialect dialect = Dialects.of(config.jdbc().url());
    ConnectionPool pool = ConnectionPool.acquire(config.jdbc());
    return new JdbcTargetTables(
        pool.dataSource(),
        dialect,
        Sleeper.REAL,
        RetryPolicy.RetryListener.NONE,
        pool.recentTables(),
        pool::close);
  }

  /**
   * Opens the tables of {@code source}, which the caller closes.
   *
   * @param listener is called after every attempt that an outage ended
   */
  public static JdbcTargetTables over(
      DataSource source, Dialect dialect, Sleeper sleeper, RetryPolicy.RetryListener listener) {
    return new JdbcTargetTables(source, dialect, sleeper, listener, null, () -> {});
  }

  /** The same with the tables that this process has read a short time ago. */
  public static JdbcTargetTables over(
      DataSource source,
      Dialect dialect,
      Sleeper sleeper,
      RetryPolicy.RetryListener listener,
      RecentTables recent) {
    return new JdbcTargetTables(source, dialect, sleeper, listener, recent, () -> {});
  }

  /**
   * {@inheritDoc}
   *
   * @throws TargetException if the catalog cannot be read for a reason other than an outage
   */
  @Override
  public Optional<TargetTable> find(String name) {
    Optional<TargetTable> table = known.get(name);
    if (table != null) {
      return table;
    }
    Optional<TargetTable> found =
        recent == null ? refresh(name) : recent.findOrRead(name, () -> refresh(name));
    known.put(name, found);
    return found;
  }

  /**
   * {@inheritDoc}
   *
   * @throws TargetException if the catalog cannot be read for a reason other than an outage
   */
  @Override
  public Optional<TargetTable> refresh(String name) {
    try {
      Optional<TargetTable> table = retryPolicy.execute(() -> read(name), listener);
      known.put(name, table);
      if (recent != null) {
        recent.put(name, table);
      }
      return table;
    } catch (RejectedRowException e) {
      throw new TargetException("the catalog cannot be read: " + e.getMessage(), e);
    }
  }

  private Optional<TargetTable> read(String name) throws SQLException {
    try (Connection connection = source.getConnection()) {
      Optional<TargetTable> table = dialect.describe(connection, name);
      connection.commit();
      return table;
    }
  }

  /**
   * {@inheritDoc}
   *
   * @throws TargetException if the database fails for a reason that concerns not only the table
   */
  @Override
  public Optional<TargetTable> addColumns(
      String name, List<SourceColumn> columns, AddedColumn origin) throws ColumnsNotAddedException {
    DefinitionChanges changes =
        DefinitionChanges.of(dialect)
            .orElseThrow(
                () -> new ColumnsNotAddedException(dialect.name() + " cannot add columns"));
    List<ColumnDefinition> definitions =
        columns.stream()
            .map(column -> changes.definitions().column(column.name(), column))
            .toList();
    try {
      Optional<SqlFailure> refused =
          retryPolicy.execute(() -> addColumns(changes, name, definitions, origin), listener);
      if (refused.isPresent()) {
        throw new ColumnsNotAddedException(refused.get().message());
      }
    } catch (RejectedRowException e) {
      throw new ColumnsNotAddedException(e.failure().message());
    }
    return refresh(name);
  }

  /** Returns the error if the user may not alter this table, which concerns no other table. */
  private Optional<SqlFailure> addColumns(
      DefinitionChanges changes,
      String name,
      List<ColumnDefinition> definitions,
      AddedColumn origin)
      throws SQLException {
    try (Connection connection = source.getConnection()) {
      for (ColumnDefinition added : changes.addColumns(connection, name, definitions, origin)) {
        LOG.info("column {} {} is added to {}", added.name(), added.type(), name);
      }
      return Optional.empty();
    } catch (SQLException e) {
      SqlFailure failure = SqlErrors.explain(dialect, e);
      if (failure.errorClass() == ErrorCategory.FATAL && failure.isOfSchema()) {
        return Optional.of(failure);
      }
      throw e;
    }
  }

  @Override
  public void close() {
    closing.run();
  }
}
