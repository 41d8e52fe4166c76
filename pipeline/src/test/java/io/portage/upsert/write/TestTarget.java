package io.portage.upsert.write;

import io.portage.config.DeadLetterConfig;
import io.portage.config.JdbcConfig;
import io.portage.config.LatestConfig;
import io.portage.config.PortageConfig;
import io.portage.config.SourceConfig;
import io.portage.config.TableConfig;
import io.portage.config.TableConfig.DeleteMode;
import io.portage.config.TargetConfig;
import io.portage.config.TestConfigs;
import io.portage.decode.plain.EnvelopeJsonConfig;
import io.portage.latest.ChangeMerge;
import io.portage.model.Change;
import io.portage.sandbox.Sandbox;
import io.portage.sink.Sink;
import io.portage.sink.SinkContext;
import io.portage.sink.WriteResult;
import io.portage.target.Dialect;
import io.portage.target.Dialects;
import io.portage.target.JdbcTargetTables;
import io.portage.target.SqlFailure;
import io.portage.target.TargetColumn;
import io.portage.target.TargetTables;
import io.portage.target.connection.ConnectionPool;
import io.portage.target.connection.RetryPolicy;
import io.portage.target.connection.Sleeper;
import io.portage.upsert.RetryingSink;
import io.portage.upsert.ShardWriter;
import io.portage.upsert.WatchedSource;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** A table for one test in the sandbox's database, and writers for it. */
public final class TestTarget implements AutoCloseable {
  private static final AtomicInteger TABLES = new AtomicInteger();

  /** The metadata columns of every such table. */
  static final String METADATA = "v numeric, gone boolean, changed timestamptz";

  public final String table = "upsert_" + TABLES.incrementAndGet();
  final String tombstones = table + "_stones";
  final String parked = table + "_waiting";
  public final UpsertData given = new UpsertData(table);
  final List<String> waits = Collections.synchronizedList(new ArrayList<>());
  public final WatchedSource watched;
  private final JdbcConfig jdbc;
  private final TestDatabase database = TestDatabase.current();

  /** The URL of a user who may see the locks of other sessions; null if all may. */
  private @Nullable String locks;

  private final ConnectionPool pool;
  private final List<Sink> opened = new ArrayList<>();

  /**
   * Creates a table with the columns {@code id bigint primary key}, {@code columns} and the
   * metadata.
   */
  public TestTarget(Sandbox sandbox, String columns) {
    this(sandbox, "id bigint primary key", columns);
  }

  TestTarget(Sandbox sandbox, String key, String columns) {
    this(TestDatabase.current().jdbc(sandbox), key, columns);
    locks =
        TestDatabase.current() == TestDatabase.MARIADB ? sandbox.mariaDb().adminJdbcUrl() : null;
  }

  TestTarget(JdbcConfig jdbc, String key, String columns) {
    this.jdbc = jdbc;
    pool = ConnectionPool.acquire(jdbc);
    watched = new WatchedSource(pool.dataSource());
    execute("CREATE TABLE " + table + " (" + key + ", " + columns + ", " + METADATA + ")");
  }

  public PortageConfig config(DeleteMode deletes, @Nullable String where, int batchRows) {
    return config(table, deletes, where, batchRows, TableConfig.TruncatePolicy.DEAD_LETTER);
  }

  /** Returns a job that applies truncates. */
  PortageConfig truncating(DeleteMode deletes) {
    return config(table, deletes, null, 1_000, TableConfig.TruncatePolicy.APPLY);
  }

  /** Returns a job with hard deletes and another name of the table. */
  PortageConfig named(String to) {
    return config(to, DeleteMode.HARD, null, 100, TableConfig.TruncatePolicy.DEAD_LETTER);
  }

  private PortageConfig config(
      String to,
      DeleteMode deletes,
      @Nullable String where,
      int batchRows,
      TableConfig.TruncatePolicy truncate) {
    TableConfig tableConfig =
        TestConfigs.table(
            "topic",
            to,
            List.of("id"),
            deletes,
            TableConfig.BeforeImage.KEY,
            where,
            TableConfig.VersionOrder.POSITION,
            List.of(),
            truncate,
            null,
            new TableConfig.MetadataColumns(
                "v", deletes == DeleteMode.SOFT ? "gone" : null, "changed", null, null));
    return new PortageConfig(
        "test",
        TestConfigs.source(
            "none",
            List.of("topic"),
            "group",
            SourceConfig.StartFrom.COMMITTED,
            null,
            Map.of(),
            new EnvelopeJsonConfig(),
            Duration.ofMinutes(10),
            "?"),
        LatestConfig.DEFAULTS,
        Map.of(),
        List.of(tableConfig),
        TargetConfig.of(jdbc).withBatchRows(batchRows).withTombstones(tombstones),
        new DeadLetterConfig.FileDeadLetters("none"));
  }

  /** Returns the job with another target. */
  public static PortageConfig with(TargetConfig other, PortageConfig config) {
    return new PortageConfig(
        config.name(),
        config.source(),
        config.latest(),
        config.references(),
        config.tables(),
        other,
        config.deadLetters());
  }

  /** Returns a writer like that of the step, without pauses. */
  BatchWriter writer(PortageConfig config) {
    return writer(config, length -> {});
  }

  BatchWriter writer(PortageConfig config, Sleeper sleeper) {
    return writer(config, sleeper, watched.source());
  }

  /** Returns a shard's writer whose parked rows are due by {@code clock}. */
  public ShardWriter shard(PortageConfig config, Clock clock) {
    SinkContext context =
        new SinkContext(Clock.systemUTC(), length -> {}, code -> waits.add(String.valueOf(code)));
    Sink sink =
        JdbcSink.open(
            with(
                config.target().withParking(config.target().parking().publishedIn(parked)), config),
            context,
            source -> watched.source());
    opened.add(sink);
    return new ShardWriter(
        new RetryingSink(sink, context), config.target(), ChangeMerge::merge, clock);
  }

  /** Returns a writer of another process; the faults of {@link #watched} do not affect it. */
  public BatchWriter otherProcess(PortageConfig config) {
    return writer(config, length -> {}, pool.dataSource());
  }

  private TransactionRunner transactions(Sleeper sleeper, DataSource source) {
    return new TransactionRunner(source, Dialects.of(jdbc.url()), sleeper, this::recordRetry);
  }

  private void recordRetry(SqlFailure failure) {
    waits.add(String.valueOf(failure.sqlState()));
  }

  private BatchWriter writer(PortageConfig config, Sleeper sleeper, DataSource source) {
    Dialect dialect = Dialects.of(jdbc.url());
    RetryPolicy.RetryListener listener = this::recordRetry;
    TransactionRunner transactions = transactions(sleeper, source);
    TablePlanCache plans =
        new TablePlanCache(
            config, JdbcTargetTables.over(source, dialect, sleeper, listener), transactions);
    return new BatchWriter(transactions, plans, config.target(), Clock.systemUTC());
  }

  public BatchWriter soft() {
    return writer(config(DeleteMode.SOFT, null, 1_000));
  }

  BatchWriter hard() {
    return writer(config(DeleteMode.HARD, null, 1_000));
  }

  /** Writes the changes one after another, each in its own transaction; returns the last result. */
  public static WriteResult inTurn(BatchWriter writer, Change... changes) {
    WriteResult result = new WriteResult();
    for (Change change : changes) {
      result = together(writer, change);
    }
    return result;
  }

  public static WriteResult together(BatchWriter writer, Change... changes) {
    WriteResult result = new WriteResult();
    writer.write(List.of(changes), result);
    return result;
  }

  /** Returns the column as the catalog describes it now. */
  TargetColumn column(String name) {
    TargetTables tables =
        JdbcTargetTables.over(
            pool.dataSource(),
            Dialects.of(jdbc.url()),
            Sleeper.REAL,
            RetryPolicy.RetryListener.NONE);
    return tables.find(table).orElseThrow().columns().get(name);
  }

  /** Returns each row as a text, {@code column|column}, null as {@code ~}. */
  public List<String> rows(String columns) {
    return query("SELECT " + columns + " FROM " + table + " ORDER BY id");
  }

  public List<String> query(String sql) {
    try (Connection connection = pool.dataSource().getConnection();
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(database.sql(sql))) {
      List<String> rows = new ArrayList<>();
      while (result.next()) {
        StringJoiner row = new StringJoiner("|");
        for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
          String value = database.text(result, i);
          row.add(value == null ? "~" : value);
        }
        rows.add(row.toString());
      }
      connection.commit();
      return rows;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  public void execute(String sql) {
    try (Connection connection = pool.dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(database.sql(sql));
      connection.commit();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** True if a transaction is blocked by a stripe of the table. */
  boolean isBlockedByAStripe() {
    if (locks != null) {
      return isBlockedBy(locks, "portage_locks");
    }
    return query(
            "SELECT count(*) > 0 FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
                + " AND classid = ("
                + ("public." + table).hashCode()
                + "::bigint & 4294967295)::oid")
        .contains("t");
  }

  /** True if a transaction is blocked by a row of the table that another one has written. */
  boolean isBlockedByARow() {
    if (locks != null) {
      return isBlockedBy(locks, table);
    }
    return query(
            "SELECT count(*) > 0 FROM pg_stat_activity AS a WHERE a.wait_event_type = 'Lock'"
                + " AND a.wait_event = 'transactionid' AND a.query LIKE '%\""
                + table
                + "\"%'")
        .contains("t");
  }

  private static boolean isBlockedBy(String url, String name) {
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement();
        ResultSet result =
            statement.executeQuery(
                "SELECT COUNT(*) FROM information_schema.INNODB_TRX WHERE trx_state = 'LOCK WAIT'"
                    + " AND trx_query LIKE '%`"
                    + name
                    + "`%'")) {
      return result.next() && result.getInt(1) > 0;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Returns the table's name as tombstones have it. */
  String canonical() {
    return database.schema() + table;
  }

  /** Returns a connection apart from those of the writers; the caller ends its transaction. */
  Connection connection() throws SQLException {
    return pool.dataSource().getConnection();
  }

  /** Returns the tombstone expiry that the step runs besides the writes. */
  TombstoneExpiry expiry(PortageConfig config, Clock clock) {
    Dialect dialect = Dialects.of(jdbc.url());
    TransactionRunner transactions =
        new TransactionRunner(
            watched.source(), dialect, length -> {}, RetryPolicy.RetryListener.NONE);
    JdbcTargetTables tables =
        JdbcTargetTables.over(
            watched.source(), dialect, length -> {}, RetryPolicy.RetryListener.NONE);
    return new TombstoneExpiry(
        transactions, new TablePlanCache(config, tables, transactions), config, clock);
  }

  @Override
  public void close() {
    opened.forEach(Sink::close);
    execute(
        "DROP TABLE IF EXISTS "
            + table
            + ", "
            + tombstones
            + ", "
            + parked
            + ", "
            + tombstones
            + "_moved CASCADE");
    pool.close();
  }
}
