package io.portage.upsert.write;

import io.portage.config.JdbcConfig;
import io.portage.config.PortageConfig;
import io.portage.model.Change;
import io.portage.model.DeadLetter.FailureCause;
import io.portage.model.RowKey;
import io.portage.sink.ParkedRow;
import io.portage.sink.Sink;
import io.portage.sink.SinkContext;
import io.portage.sink.WriteResult;
import io.portage.target.Dialect;
import io.portage.target.Dialects;
import io.portage.target.JdbcTargetTables;
import io.portage.target.connection.ConnectionPool;
import io.portage.target.connection.RetryPolicy;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import javax.sql.DataSource;

/**
 * Writes into the tables of a database. Repeats each transaction itself during an outage, so that
 * it never reports a whole call as failed. Not thread-safe.
 */
public final class JdbcSink implements Sink {
  private static final String EXCHANGE =
      "; if it exchanges the value with another dead letter, make the constraint DEFERRABLE, or"
          + " give one of the rows another value manually, and replay both";

  private final ConnectionPool pool;
  private final BatchWriter writer;
  private final RowExchange rowExchange;
  private final TombstoneExpiry expiry;
  private final TargetRowComparer rows;

  private JdbcSink(
      ConnectionPool pool, PortageConfig config, SinkContext context, DataSource source) {
    Dialect dialect = Dialects.of(config.target().jdbc().url());
    RetryPolicy.RetryListener listener =
        failure -> context.outages().attemptFailed(failure.sqlState());
    JdbcTargetTables tables =
        JdbcTargetTables.over(source, dialect, context.sleeper(), listener, pool.recentTables());
    TransactionRunner transactions =
        new TransactionRunner(source, dialect, context.sleeper(), listener);
    TablePlanCache plans = new TablePlanCache(config, tables, transactions, context.clock());
    this.pool = pool;
    this.writer = new BatchWriter(transactions, plans, config.target(), context.clock());
    this.rowExchange = new RowExchange(writer, transactions, config.target().parking().table());
    this.expiry = new TombstoneExpiry(transactions, plans, config, context.clock());
    this.rows = new TargetRowComparer(transactions, plans);
  }

  /**
   * Opens the sink of a job over the shared connection pool. Does not connect yet.
   *
   * @param wrapping wraps the data source, for tests; the identity otherwise
   */
  public static JdbcSink open(
      PortageConfig config, SinkContext context, UnaryOperator<DataSource> wrapping) {
    JdbcConfig jdbc = config.target().jdbc();
    ConnectionPool pool = ConnectionPool.acquire(jdbc);
    return new JdbcSink(pool, config, context, wrapping.apply(pool.dataSource()));
  }

  @Override
  public void write(List<Change> changes, WriteResult result) {
    writer.write(changes, result);
  }

  @Override
  public void writeLast(List<Change> changes, WriteResult result) {
    writer.writeIsolatingEach(changes, result);
  }

  @Override
  public Set<RowKey> writeTogether(List<ParkedRow> parked) {
    return rowExchange.write(parked).stream().map(ParkedRow::key).collect(Collectors.toSet());
  }

  @Override
  public String advice(FailureCause cause) {
    return rowExchange.concernsUniqueValue(cause) ? EXCHANGE : "";
  }

  @Override
  public void forget(List<ParkedRow> parked) {
    rowExchange.forget(parked);
  }

  @Override
  public List<String> differingColumns(Change change) {
    return rows.differing(change);
  }

  @Override
  public void maintain() {
    expiry.step();
  }

  @Override
  public void close() {
    pool.close();
  }
}
