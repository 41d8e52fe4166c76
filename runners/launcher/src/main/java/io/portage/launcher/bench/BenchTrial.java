package io.portage.launcher.bench;

import io.portage.launcher.demo.ProgressBar;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Measures one system, from the start of its process to the commit of the last row.
 *
 * <p>The trial ends when the system's group has committed the offset of every event. The times are
 * PostgreSQL's commit timestamps, so the polling interval does not distort them.
 */
final class BenchTrial {
  private static final int POLL_MILLIS = 200;
  private static final Duration STALLED = Duration.ofMinutes(3);

  private final BenchPlan plan;
  private final BenchSandbox sandbox;
  private final InstantSource clock;
  private final PrintWriter err;

  /** Creates a trial on running servers; progress is written to {@code err}. */
  BenchTrial(BenchPlan plan, BenchSandbox sandbox, InstantSource clock, PrintWriter err) {
    this.plan = plan;
    this.sandbox = sandbox;
    this.clock = clock;
    this.err = err;
  }

  /**
   * Measures {@code contender}.
   *
   * @param feed the open feed, not yet paced
   * @param log the file for the output of the process
   */
  BenchFigures measure(Contender contender, EventFeed feed, Path log)
      throws IOException, SQLException, InterruptedException, ExecutionException {
    sandbox.checkpoint();
    AtomicLong done = new AtomicLong();
    long started = clock.millis();
    try (ChildProcess child =
            ChildProcess.start(
                contender.name(),
                contender.main(),
                contender.args(),
                contender.environment(),
                log);
        ProgressBar progress = ProgressBar.show(err, plan.events(), done::get)) {
      ResourceMeter meter = new ResourceMeter(child.handle(), sandbox.postgres());
      OptionalLong firstRow = OptionalLong.empty();
      long changed = started;
      long connections = 0;
      while (done.get() < plan.events() || !feed.isComplete()) {
        child.await(POLL_MILLIS);
        long now = clock.millis();
        meter.sample(now);
        connections = Math.max(connections, sandbox.connections());
        if (firstRow.isEmpty() && sandbox.hasPages(contender.table())) {
          firstRow = CommitTimes.first(sandbox.database(), contender.table());
          if (firstRow.isPresent()) {
            feed.pace();
          }
        }
        long committed = sandbox.committed(contender.group());
        if (committed != done.getAndSet(committed)) {
          changed = now;
        } else if (now - changed > STALLED.toMillis()) {
          throw child.failure(
              "has committed nothing for %d s, after %d of %d events"
                  .formatted(STALLED.toSeconds(), committed, plan.events()));
        }
      }
      progress.finish();
      meter.sample(clock.millis());
      child.stop();
      return figures(contender, feed, meter, started, firstRow, connections);
    }
  }

  private BenchFigures figures(
      Contender contender,
      EventFeed feed,
      ResourceMeter meter,
      long started,
      OptionalLong firstRow,
      long connections)
      throws SQLException, InterruptedException, ExecutionException {
    Connection database = sandbox.database();
    String table = contender.table();
    OptionalLong lastRow = CommitTimes.last(database, table);
    // No row: none of the events could be used.
    long first = firstRow.orElse(lastRow.orElse(started));
    return BenchFigures.of(
        new BenchFigures.RunTimeline(started, first, Math.max(first, lastRow.orElse(first))),
        plan.events(),
        meter,
        sandbox.rowsWritten(table),
        plan.rate() == null ? null : feed.rate(),
        plan.rate() == null ? null : latency(table, feed.measuredFrom()),
        contender.deadLetters() == null ? null : sandbox.records(contender.deadLetters()),
        connections,
        TableCheck.of(database, table, feed.events()));
  }

  /** Returns the latencies of the probes sent after the warm-up; null if none of them has a row. */
  private @Nullable Percentiles latency(String table, long from) throws SQLException {
    String sent = "floor(extract(epoch FROM updated_at) * 1000)";
    long[] took =
        CommitTimes.latencies(
            sandbox.database(),
            table,
            sent,
            "user_id > " + plan.keys() + " AND " + sent + " >= " + from);
    return took.length == 0 ? null : Percentiles.of(took);
  }
}
