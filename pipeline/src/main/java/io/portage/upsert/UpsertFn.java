package io.portage.upsert;

import io.portage.config.PortageConfig;
import io.portage.metrics.LogThrottle;
import io.portage.model.Change;
import io.portage.model.ChangeBatch;
import io.portage.model.Completion;
import io.portage.model.DeadLetter;
import io.portage.target.Dialect;
import io.portage.target.Dialects;
import io.portage.target.JdbcTargetTables;
import io.portage.target.connection.ConnectionPool;
import io.portage.target.connection.RetryPolicy;
import io.portage.upsert.parking.ParkedChanges;
import io.portage.upsert.parking.ParkedRows;
import io.portage.upsert.parking.ParkedRows.MemoryCapacity;
import io.portage.upsert.parking.ParkedState;
import io.portage.upsert.parking.ParkedStateCoder;
import io.portage.upsert.parking.ParkingDeadline;
import io.portage.upsert.parking.SpillSummary;
import io.portage.upsert.parking.SpilledRows;
import io.portage.upsert.write.BatchWriter;
import io.portage.upsert.write.RowExchange;
import io.portage.upsert.write.TablePlanCache;
import io.portage.upsert.write.TransactionRunner;
import io.portage.upsert.write.WriteResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Predicate;
import javax.sql.DataSource;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.state.BagState;
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
 * discarded; there an event-time timer hands on what still waits to the last step, which has all
 * shards' rows, since a row may wait for one that waits in another shard. That step tries again by
 * event-time timers.
 */
final class UpsertFn extends DoFn<KV<Integer, ChangeBatch>, Completion> {
  private static final long serialVersionUID = 1;

  private static final Logger LOG = LoggerFactory.getLogger(UpsertFn.class);
  private static final LogThrottle WAITING = new LogThrottle(Duration.ofSeconds(30));

  static final TupleTag<Completion> DONE = new TupleTag<>() {};
  static final TupleTag<DeadLetter> DEAD = new TupleTag<>() {};

  /** What still waits in a shard at the end of a run, for the one step that has all of it. */
  static final TupleTag<ChangeBatch> LAST = new TupleTag<>() {};

  /** Far beyond every change's time, and below what else happens at the end of a run. */
  private static final Instant END =
      GlobalWindow.INSTANCE.maxTimestamp().minus(org.joda.time.Duration.standardHours(1));

  /** About how many bytes of all shards' waiting rows are kept at hand. */
  private static final long AT_HAND_BYTES = 64L << 20;

  private final PortageConfig config;
  private final SerializableBiFunction<Change, Change, Change> merge;
  private final UpsertDependencies upsertDependencies;
  private final MemoryCapacity capacity;
  private final ParkingDeadline parkingDeadline;
  private final boolean last;

  private transient @Nullable ConnectionPool pool;
  private transient @Nullable UpsertMetrics figures;
  private transient @Nullable ShardWriter writer;
  private transient @Nullable TombstoneExpiry expiry;

  @StateId("waiting")
  private final StateSpec<ValueState<ParkedState>> waitingSpec =
      StateSpecs.value(new ParkedStateCoder());

  @StateId("spilled")
  private final StateSpec<BagState<byte[]>> spilledSpec = StateSpecs.bag(ByteArrayCoder.of());

  @TimerId("retry")
  private final TimerSpec retrySpec = TimerSpecs.timer(TimeDomain.PROCESSING_TIME);

  @TimerId("end")
  private final TimerSpec endSpec = TimerSpecs.timer(TimeDomain.EVENT_TIME);

  UpsertFn(
      PortageConfig config,
      SerializableBiFunction<Change, Change, Change> merge,
      boolean bounded,
      boolean last,
      UpsertDependencies upsertDependencies) {
    this.config = config;
    this.capacity = capacity(config, last);
    this.last = last;
    this.parkingDeadline = ParkingDeadline.of(config, bounded);
    this.merge = merge;
    this.upsertDependencies = upsertDependencies;
  }

  @Setup
  public void setUp() {
    ConnectionPool shared = ConnectionPool.acquire(config.target().jdbc());
    pool = shared;
    DataSource source = upsertDependencies.wrapDataSource().apply(shared.dataSource());
    Dialect dialect = Dialects.of(config.target().jdbc().url());
    UpsertMetrics all = new UpsertMetrics(config);
    figures = all;
    RetryPolicy.RetryListener listener = failure -> all.retried(failure.sqlState());
    JdbcTargetTables tables =
        JdbcTargetTables.over(source, dialect, upsertDependencies.sleeper(), listener);
    TransactionRunner transactions =
        new TransactionRunner(source, dialect, upsertDependencies.sleeper(), listener);
    TablePlanCache plans = new TablePlanCache(config, tables, transactions);
    expiry = new TombstoneExpiry(transactions, plans, config, upsertDependencies.clock());
    BatchWriter batches =
        new BatchWriter(transactions, plans, config.target(), upsertDependencies.clock());
    writer =
        new ShardWriter(
            batches,
            new RowExchange(batches, transactions, config.target().parking().table()),
            config.target().parking(),
            config.target().batchRows() == 1,
            merge::apply,
            upsertDependencies.clock());
  }

  /** A shard's part of what is kept at hand, rounded up. */
  private static MemoryCapacity capacity(PortageConfig config, boolean last) {
    int shards = last ? 1 : config.latest().shards();
    int rows = (config.target().parking().rows() + shards - 1) / shards;
    return new MemoryCapacity(rows, AT_HAND_BYTES / shards);
  }

  @ProcessElement
  public void process(
      @Element KV<Integer, ChangeBatch> element,
      @StateId("waiting") ValueState<ParkedState> state,
      @StateId("spilled") BagState<byte[]> spilled,
      @TimerId("retry") Timer retry,
      @TimerId("end") Timer end,
      MultiOutputReceiver out) {
    ParkedRows waiting = read(state);
    OptionalLong next = waiting.nextAt();
    long before = waiting.size();
    put(writer.write(element.getValue().changes(), waiting), out);
    tell(element.getKey(), before, waiting);
    if (element.getKey() == 0) {
      expiry.step(); // one shard does it for all
    }
    if (waiting.isEmpty()) {
      return;
    }
    store(waiting, state, spilled);
    if (next.isEmpty()) {
      end.set(END);
    }
    if (next.isEmpty() || waiting.nextAt().orElseThrow() < next.getAsLong()) {
      set(retry, waiting);
    }
  }

  /** Tries again while the run goes on. */
  @OnTimer("retry")
  public void onRetry(
      @Key Integer shard,
      @StateId("waiting") ValueState<ParkedState> state,
      @StateId("spilled") BagState<byte[]> spilled,
      @TimerId("retry") Timer retry,
      @TimerId("end") Timer end,
      MultiOutputReceiver out) {
    ParkedRows waiting = read(state);
    long now = upsertDependencies.clock().millis();
    retryDue(
        shard,
        waiting,
        spilled,
        parkingDeadline.whileRunning(now, end.getCurrentRelativeTime()),
        out);
    store(waiting, state, spilled);
    if (!waiting.isEmpty()) {
      set(retry, waiting);
    }
  }

  /**
   * At the end of a run: tries again, and hands on what still waits; where all of it is, tries
   * until nothing waits any more.
   */
  @OnTimer("end")
  public void onEnd(
      OnTimerContext context,
      @Key Integer shard,
      @StateId("waiting") ValueState<ParkedState> state,
      @StateId("spilled") BagState<byte[]> spilled,
      @TimerId("retry") Timer retry,
      @TimerId("end") Timer end,
      MultiOutputReceiver out) {
    retry.clear(); // Flink would wait for it
    ParkedRows waiting = read(state);
    if (waiting.isEmpty()) {
      return;
    }
    if (!last) {
      passToLastStep(shard, waiting, spilled, out);
      state.clear();
      return;
    }
    pauseUntil(waiting.nextAt().orElseThrow());
    boolean first = context.fireTimestamp().equals(END);
    long before = waiting.size();
    retryDue(shard, waiting, spilled, parkedChanges -> !first, out);
    while (!waiting.isEmpty() && waiting.size() < before) {
      // What has just been written may be what others wait for.
      before = waiting.size();
      tryAll(shard, waiting, spilled, out);
    }
    store(waiting, state, spilled);
    if (!waiting.isEmpty()) {
      end.set(context.fireTimestamp().plus(org.joda.time.Duration.millis(1)));
    }
  }

  @Teardown
  public void tearDown() {
    if (pool != null) {
      pool.close();
    }
  }

  /** Runners give the shards their turns at the end as they like: rows would die before others'. */
  private void passToLastStep(
      int shard, ParkedRows waiting, BagState<byte[]> spilled, MultiOutputReceiver out) {
    long before = waiting.size();
    List<byte[]> chunks = SpilledRows.inOrder(spilled.read());
    spilled.clear();
    emit(waiting.removeIf(parkedChanges -> true), out);
    waiting.loadSpilled();
    chunks.forEach(chunk -> emit(SpilledRows.unpack(chunk), out));
    figures.countParked(shard, before, waiting);
  }

  private static void emit(List<ParkedChanges> rows, MultiOutputReceiver out) {
    List<Change> changes = new ArrayList<>();
    rows.forEach(parkedChanges -> changes.addAll(parkedChanges.changes()));
    if (!changes.isEmpty()) {
      out.get(LAST).output(new ChangeBatch(0, changes));
    }
  }

  private ParkedRows read(ValueState<ParkedState> state) {
    ParkedState parkedState = state.read();
    return new ParkedRows(
        parkedState == null ? new ParkedState(List.of(), SpillSummary.NONE) : parkedState,
        capacity,
        merge::apply);
  }

  private static void store(
      ParkedRows waiting, ValueState<ParkedState> state, BagState<byte[]> spilled) {
    waiting.removeChunks().forEach(spilled::add);
    if (waiting.isEmpty()) {
      state.clear();
    } else {
      state.write(waiting.parked());
    }
  }

  /** Tries all that waits; no time counts. */
  private void tryAll(
      int shard, ParkedRows waiting, BagState<byte[]> spilled, MultiOutputReceiver out) {
    long before = waiting.size();
    put(writer.retryAll(waiting), out);
    retrySpilled(waiting, spilled, parkedChanges -> false, out);
    tell(shard, before, waiting);
  }

  private void retrySpilled(
      ParkedRows waiting,
      BagState<byte[]> spilled,
      Predicate<ParkedChanges> counts,
      MultiOutputReceiver out) {
    SpillSummary spill = waiting.spill();
    waiting.removeChunks().forEach(spilled::add);
    List<byte[]> chunks = SpilledRows.inOrder(spilled.read());
    spilled.clear();
    waiting.loadSpilled();
    for (byte[] chunk : chunks) {
      put(writer.retrySpilled(SpilledRows.unpack(chunk), waiting, counts), out);
    }
    waiting.spillRetried(spill, upsertDependencies.clock().millis());
  }

  /** Tries what is due at hand, and what is spilled when that is due, chunk by chunk. */
  private void retryDue(
      int shard,
      ParkedRows waiting,
      BagState<byte[]> spilled,
      Predicate<ParkedChanges> counts,
      MultiOutputReceiver out) {
    long before = waiting.size();
    put(writer.retry(waiting, counts), out);
    if (!waiting.spill().isEmpty()
        && waiting.spill().nextAt() <= upsertDependencies.clock().millis()) {
      retrySpilled(waiting, spilled, counts, out);
    }
    tell(shard, before, waiting);
  }

  /** The output's time does not hold back what is behind this step. */
  private void set(Timer retry, ParkedRows waiting) {
    long wait = Math.max(1, waiting.nextAt().orElseThrow() - upsertDependencies.clock().millis());
    retry.withOutputTimestamp(END).offset(org.joda.time.Duration.millis(wait)).setRelative();
  }

  private void pauseUntil(long millis) {
    long wait = millis - upsertDependencies.clock().millis();
    if (wait > 0) {
      try {
        upsertDependencies.sleeper().sleep(Duration.ofMillis(wait));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted while rows waited for other rows", e);
      }
    }
  }

  /** Only what is committed gets out and is counted. */
  private void put(WriteResult result, MultiOutputReceiver out) {
    figures.count(result);
    result.outcomes().forEach(out.get(DONE)::output);
    result.dead().forEach(out.get(DEAD)::output);
  }

  private void tell(int shard, long before, ParkedRows waiting) {
    if (!waiting.isEmpty() && WAITING.isDue("rows")) {
      LOG.warn(
          "{} rows wait for other rows, {} of them spilled; one of them: {}",
          waiting.size(),
          waiting.spill().rows(),
          waiting.newestCause());
    }
    figures.countParked(shard, before, waiting);
  }
}
