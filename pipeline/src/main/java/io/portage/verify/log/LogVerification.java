package io.portage.verify.log;

import io.portage.config.JdbcConfig;
import io.portage.config.PortageConfig;
import io.portage.deadletter.DeadLetterStore;
import io.portage.deadletter.EditedRecords;
import io.portage.model.Change;
import io.portage.model.Row;
import io.portage.model.RowKey;
import io.portage.sink.SinkProviders;
import io.portage.target.Dialect;
import io.portage.target.Dialects;
import io.portage.target.connection.Sleeper;
import io.portage.verify.VerifyProgress;
import io.portage.verify.VerifyProgress.Phase;
import io.portage.verify.VerifySettings;
import io.portage.verify.compare.ComparedTarget;
import io.portage.verify.compare.NullKeys;
import io.portage.verify.compare.TargetSessions;
import io.portage.verify.compare.UnalteredTables;
import io.portage.verify.explain.Explanations;
import io.portage.verify.explain.RecordKeys.KeyOfTable;
import io.portage.verify.log.LogRecords.LogVisitor;
import io.portage.verify.report.TableReport;
import io.portage.verify.report.VerifyReport;
import io.portage.verify.rows.ChunkSize;
import io.portage.verify.rows.RateLimit;
import io.portage.verify.rows.TableRows;
import io.portage.verify.rows.TableRows.RowChunk;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Compares the tables of the target with the log, while both may grow: the state of each key up to
 * the end offsets at the start, made by the job's own stages. Returns values; writes nothing,
 * except for temporary files. Not thread-safe; close it.
 */
public final class LogVerification implements AutoCloseable {
  /** The approximate size of the merged changes in memory, as they would be encoded. */
  private static final long BUFFER_BYTES = 32 << 20;

  private static final Duration ASK_AGAIN = Duration.ofMillis(200);

  private final LogContext context;
  private final JdbcConfig target;

  private LogVerification(LogContext context, JdbcConfig target) {
    this.context = context;
    this.target = target;
  }

  /**
   * Opens the comparison of a job's target with its log. Sends no query yet.
   *
   * @param nanos {@link System#nanoTime}
   * @throws IllegalArgumentException if the target is not a database
   */
  public static LogVerification open(
      PortageConfig config,
      VerifySettings settings,
      Clock clock,
      LongSupplier nanos,
      Sleeper sleeper,
      VerifyProgress progress) {
    if (!(config.target().sink() instanceof JdbcConfig target)) {
      throw new IllegalArgumentException("verify needs a database as target");
    }
    Dialect dialect = Dialects.of(target.url());
    return new LogVerification(
        new LogContext(
            config,
            settings,
            dialect,
            new UnalteredTables(SinkProviders.of(config).tables(config)),
            clock,
            nanos,
            sleeper,
            progress),
        target);
  }

  /**
   * Compares all tables.
   *
   * @throws SQLException if the target fails
   * @throws IOException if a temporary file fails, or the dead letters cannot be read
   * @throws io.portage.kafka.KafkaUnavailableException if the brokers do not answer
   * @throws InterruptedException if the thread is interrupted
   */
  public VerifyReport run() throws SQLException, IOException, InterruptedException {
    Instant started = context.clock().instant();
    UnknownRecords unknown = new UnknownRecords(context.config(), context.settings().maxFindings());
    try (TargetSessions sessions = new TargetSessions(target, context.dialect());
        SortedEntries entries = SortedEntries.create(BUFFER_BYTES)) {
      LogTables tables =
          new LogTables(
              context.config(), context.settings(), context.dialect(), context.catalog(), sessions);
      tables.addConfigured();
      LogRecords records =
          new LogRecords(
              context.config(),
              context.catalog(),
              tables,
              EditedRecords.resolved(DeadLetterStore.of(context.config())),
              context.clock());
      LogExtent read = LogExtent.now(context.config().source());
      records.read(
          read.whole(),
          new Collector(tables, entries, unknown),
          done -> context.progress().advanced("log", Phase.LOG, done, read.size()));
      LogExtent outcomes = awaitOutcomes(read);
      for (LogTable table : tables.all()) {
        if (table.isCompared()) {
          walk(table, sessions.walk(), entries);
        }
      }
      LogComparison comparison =
          new LogComparison(context, tables, sessions, records, read, outcomes);
      entries.visit(comparison::add);
      comparison.finish();
      return new VerifyReport(
          started, context.clock().instant(), reports(tables, unknown, sessions));
    }
  }

  /** Waits until the group has committed what was read, but not where waiting cannot help. */
  private LogExtent awaitOutcomes(LogExtent read) throws InterruptedException {
    long deadline = context.nanos().getAsLong() + context.settings().barrierPatience().toNanos();
    String group = context.config().source().groupId();
    while (true) {
      LogExtent now = LogExtent.now(context.config().source());
      long unread = now.unread(read);
      if (unread == 0) {
        return now;
      }
      if (!now.isStarted()) {
        context.progress().waits(LogExtent.notStarted(group));
        return now;
      }
      if (context.nanos().getAsLong() - deadline >= 0) {
        return now;
      }
      context.progress().waits(unread + " offsets of the group " + group + " without an outcome");
      context.sleeper().sleep(ASK_AGAIN);
    }
  }

  private void walk(LogTable table, Connection connection, SortedEntries entries)
      throws SQLException, IOException, InterruptedException {
    TableRows rows = table.target().side().keysOnly();
    ChunkSize size = new ChunkSize(context.settings().chunkTime());
    RateLimit rate =
        new RateLimit(context.settings().maxRowsPerSecond(), context.nanos(), context.sleeper());
    long estimate = rows.estimate(connection);
    List<Object> after = null;
    while (true) {
      int limit = size.rows();
      long began = context.nanos().getAsLong();
      RowChunk part = rows.after(connection, after, limit);
      List<Row> chunk = part.rows();
      size.measured(chunk.size(), context.nanos().getAsLong() - began);
      for (Row row : chunk) {
        Row key = table.target().side().aliveKey(row);
        if (key != null && context.settings().isSampled(table.target().identity(key))) {
          entries.add(LogEntry.ofTarget(table.name, key));
          table.targetRows++;
        }
      }
      context.progress().advanced(table.name, Phase.TARGET, table.targetRows, estimate);
      if (part.last() || chunk.isEmpty()) {
        Instant now = context.clock().instant();
        NullKeys.add(table.target().side(), connection, table.from(), now, table.findings);
        return;
      }
      after = rows.keyOf(chunk.get(chunk.size() - 1));
      rate.read(chunk.size());
    }
  }

  private List<TableReport> reports(
      LogTables tables, UnknownRecords unknown, TargetSessions sessions)
      throws SQLException, IOException {
    List<TableReport> topics = unknown.report(tables, context.clock().instant());
    List<TableReport> reports = new ArrayList<>();
    List<ComparedTarget> targets = new ArrayList<>();
    for (LogTable table : tables.all()) {
      reports.add(table.report());
      if (table.isCompared()) {
        targets.add(table.target());
      }
    }
    reports.addAll(topics);
    return new Explanations(context.config(), context.dialect(), targets)
        .explain(reports, sessions.look());
  }

  @Override
  public void close() {
    context.catalog().close();
  }

  /** Collects what is read of the log. */
  private final class Collector implements LogVisitor {
    private final LogTables tables;
    private final SortedEntries entries;
    private final UnknownRecords unknown;

    Collector(LogTables tables, SortedEntries entries, UnknownRecords unknown) {
      this.tables = tables;
      this.entries = entries;
      this.unknown = unknown;
    }

    @Override
    public void change(Change change) throws IOException {
      LogTable table = tables.findOrThrow(change.table());
      if (table == null) {
        return;
      }
      if (change.op() == Change.Op.TRUNCATE) {
        table.truncated(change);
      } else if (context.settings().isSampled(RowKey.of(change))) {
        entries.add(LogEntry.of(change));
      }
    }

    @Override
    public void rejected(KeyOfTable key, RejectedRecord record) throws IOException {
      if (context.settings().isSampled(RowKey.of(key.table(), key.key()))) {
        entries.add(LogEntry.ofRejected(key.table(), key.key(), record));
      }
    }

    @Override
    public void unknown(@Nullable String table, RejectedRecord record) throws IOException {
      if (table == null || tables.findOrThrow(table) != null) {
        unknown.add(table, record);
      }
    }
  }
}
