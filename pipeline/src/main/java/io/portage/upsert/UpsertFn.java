package io.portage.upsert;

import io.portage.config.PortageConfig;
import io.portage.metrics.LogThrottle;
import io.portage.model.Change;
import io.portage.model.ChangeBatch;
import io.portage.model.DeadLetter;
import io.portage.model.Outcome;
import io.portage.target.ConnectionPool;
import io.portage.target.Dialect;
import io.portage.target.Dialects;
import io.portage.target.JdbcTargetTables;
import io.portage.target.Retrying;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import javax.sql.DataSource;
import org.apache.beam.sdk.coders.ListCoder;
import org.apache.beam.sdk.state.StateSpec;
import org.apache.beam.sdk.state.StateSpecs;
import org.apache.beam.sdk.state.TimeDomain;
import org.apache.beam.sdk.state.Timer;
import org.apache.beam.sdk.state.TimerSpec;
import org.apache.beam.sdk.state.TimerSpecs;
import org.apache.beam.sdk.state.ValueState;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.SerializableBiFunction;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.TupleTag;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the batches of a shard one after the other, and keeps what waits in state.
 *
 * <p>What waits is tried again by a processing-time timer. At the end of a run such timers are
 * discarded; there an event-time timer does it, one millisecond later for each attempt, so that all
 * shards of a worker try in turn: a row may wait for one that waits in another shard.
 */
final class UpsertFn extends DoFn<KV<Integer, ChangeBatch>, Outcome> {
  private static final long serialVersionUID = 1;

  private static final Logger LOG = LoggerFactory.getLogger(UpsertFn.class);
  private static final LogThrottle WAITING = new LogThrottle(Duration.ofSeconds(30));

  static final TupleTag<Outcome> DONE = new TupleTag<>() {};
  static final TupleTag<DeadLetter> DEAD = new TupleTag<>() {};

  /** Far beyond every change's time, and below what else happens at the end of a run. */
  private static final Instant END =
      GlobalWindow.INSTANCE.maxTimestamp().minus(org.joda.time.Duration.standardHours(1));

  private final PortageConfig config;
  private final SerializableBiFunction<Change, Change, Change> merge;
  private final Hooks hooks;

  private transient @Nullable ConnectionPool pool;
  private transient @Nullable Figures figures;
  private transient @Nullable ShardWriter writer;
  private transient @Nullable TombstoneExpiry expiry;

  @StateId("waiting")
  private final StateSpec<ValueState<List<Held>>> waitingSpec =
      StateSpecs.value(ListCoder.of(new HeldCoder()));

  @TimerId("retry")
  private final TimerSpec retrySpec = TimerSpecs.timer(TimeDomain.PROCESSING_TIME);

  @TimerId("end")
  private final TimerSpec endSpec = TimerSpecs.timer(TimeDomain.EVENT_TIME);

  UpsertFn(
      PortageConfig config, SerializableBiFunction<Change, Change, Change> merge, Hooks hooks) {
    this.config = config;
    this.merge = merge;
    this.hooks = hooks;
  }

  @Setup
  public void setUp() {
    ConnectionPool shared = ConnectionPool.acquire(config.target().jdbc());
    pool = shared;
    DataSource source = hooks.wrap().apply(shared.dataSource());
    Dialect dialect = Dialects.of(config.target().jdbc().url());
    Figures all = new Figures(config);
    figures = all;
    Retrying.Listener listener = failure -> all.retried(failure.sqlState());
    JdbcTargetTables tables = JdbcTargetTables.over(source, dialect, hooks.pause(), listener);
    Transactions transactions = new Transactions(source, dialect, hooks.pause(), listener);
    Plans plans = new Plans(config, tables, transactions);
    expiry = new TombstoneExpiry(transactions, plans, config, hooks.clock());
    writer =
        new ShardWriter(
            new BatchWriter(transactions, plans, config.target(), hooks.clock()),
            config.target().waiting(),
            room(config),
            config.target().batchRows() == 1,
            merge::apply,
            hooks.clock());
  }

  /** A shard's part of what may wait, rounded up. */
  private static int room(PortageConfig config) {
    int shards = config.latest().shards();
    return (config.target().waiting().rows() + shards - 1) / shards;
  }

  @ProcessElement
  public void process(
      @Element KV<Integer, ChangeBatch> element,
      @StateId("waiting") ValueState<List<Held>> state,
      @TimerId("retry") Timer retry,
      @TimerId("end") Timer end,
      MultiOutputReceiver out) {
    WaitingRows waiting = read(state);
    boolean waited = !waiting.isEmpty();
    write(element.getKey(), waiting, rows -> writer.write(element.getValue().changes(), rows), out);
    if (element.getKey() == 0) {
      expiry.step(); // one shard does it for all
    }
    if (waited || !waiting.isEmpty()) {
      state.write(waiting.all());
    }
    if (!waited && !waiting.isEmpty()) {
      set(retry, waiting);
      end.set(END);
    }
  }

  /** Tries again while the run goes on. */
  @OnTimer("retry")
  public void onRetry(
      @Key Integer shard,
      @StateId("waiting") ValueState<List<Held>> state,
      @TimerId("retry") Timer retry,
      MultiOutputReceiver out) {
    WaitingRows waiting = read(state);
    write(shard, waiting, writer::retry, out);
    if (waiting.isEmpty()) {
      state.clear();
    } else {
      state.write(waiting.all());
      set(retry, waiting);
    }
  }

  /** Tries again at the end of a run, until nothing waits any more. */
  @OnTimer("end")
  public void onEnd(
      OnTimerContext context,
      @Key Integer shard,
      @StateId("waiting") ValueState<List<Held>> state,
      @TimerId("retry") Timer retry,
      @TimerId("end") Timer end,
      MultiOutputReceiver out) {
    retry.clear(); // Flink would wait for it
    WaitingRows waiting = read(state);
    if (waiting.isEmpty()) {
      return;
    }
    pauseUntil(waiting.nextAt().orElseThrow());
    write(shard, waiting, writer::retry, out);
    if (waiting.isEmpty()) {
      state.clear();
    } else {
      state.write(waiting.all());
      end.set(context.fireTimestamp().plus(org.joda.time.Duration.millis(1)));
    }
  }

  @Teardown
  public void tearDown() {
    if (pool != null) {
      pool.close();
    }
  }

  private WaitingRows read(ValueState<List<Held>> state) {
    List<Held> held = state.read();
    return new WaitingRows(held == null ? List.of() : held, merge::apply);
  }

  /** The output's time does not hold back what is behind this step. */
  private void set(Timer retry, WaitingRows waiting) {
    long wait = Math.max(1, waiting.nextAt().orElseThrow() - hooks.clock().millis());
    retry.withOutputTimestamp(END).offset(org.joda.time.Duration.millis(wait)).setRelative();
  }

  private void pauseUntil(long millis) {
    long wait = millis - hooks.clock().millis();
    if (wait > 0) {
      try {
        hooks.pause().of(Duration.ofMillis(wait));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted while rows waited for other rows", e);
      }
    }
  }

  /** Only what is committed gets out and is counted. */
  private void write(
      int shard,
      WaitingRows waiting,
      Function<WaitingRows, Flushed> work,
      MultiOutputReceiver out) {
    int before = waiting.size();
    Flushed flushed = work.apply(waiting);
    if (waiting.size() > before && WAITING.isDue("rows")) {
      LOG.warn(
          "{} rows wait for other rows; one of them: {}", waiting.size(), waiting.newestCause());
    }
    figures.count(flushed);
    figures.waiting(shard, before, waiting);
    flushed.outcomes().forEach(out.get(DONE)::output);
    flushed.dead().forEach(out.get(DEAD)::output);
  }
}
