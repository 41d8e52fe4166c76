package io.portage.upsert;

import io.portage.config.PortageConfig;
import io.portage.metrics.LogThrottle;
import io.portage.model.Change;
import io.portage.model.ChangeBatch;
import io.portage.model.Completion;
import io.portage.model.DeadLetter;
import io.portage.sink.Sink;
import io.portage.sink.SinkContext;
import io.portage.sink.WriteResult;
import io.portage.upsert.parking.ParkedChanges;
import io.portage.upsert.parking.ParkedRows;
import io.portage.upsert.parking.ParkedRows.MemoryCapacity;
import io.portage.upsert.parking.ParkedState;
import io.portage.upsert.parking.ParkedStateCoder;
import io.portage.upsert.parking.ParkingDeadline;
import io.portage.upsert.parking.SpillSummary;
import io.portage.upsert.parking.SpilledRows;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Predicate;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the batches of a shard one after another, and keeps parked rows in state.
 *
 * <p>A processing-time timer retries the parked rows. Beam drops processing-time timers at the end
 * of a run. There an event-time timer passes the rows that are still parked to the last step, which
 * has the rows of all shards, because a row may depend on one that is parked in another shard. The
 * last step retries by event-time timers.
 */
final class UpsertFn extends DoFn<KV<Integer, ChangeBatch>, Completion> {
  private static final long serialVersionUID = 1;

  private static final Logger LOG = LoggerFactory.getLogger(UpsertFn.class);
  private static final LogThrottle PARKED = new LogThrottle(Duration.ofSeconds(30));

  static final TupleTag<Completion> DONE = new TupleTag<>() {};
  static final TupleTag<DeadLetter> DEAD = new TupleTag<>() {};

  /** The changes that are still parked in a shard at the end of a run; input of the last step. */
  static final TupleTag<ChangeBatch> LAST = new TupleTag<>() {};

  /** Later than the time of any change, and earlier than the other timers of the end of a run. */
  private static final Instant END =
      GlobalWindow.INSTANCE.maxTimestamp().minus(org.joda.time.Duration.standardHours(1));

  /** The approximate bytes of parked rows that all shards together keep in memory. */
  private static final long MEMORY_BYTES = 64L << 20;

  private final PortageConfig config;
  private final SerializableBiFunction<Change, Change, Change> merge;
  private final UpsertDependencies upsertDependencies;
  private final MemoryCapacity capacity;
  private final ParkingDeadline parkingDeadline;
  private final boolean last;

  private transient Sink sink;
  private transient UpsertMetrics metrics;
  private transient ShardWriter writer;

  @StateId("waiting")
  private final StateSpec<ValueState<ParkedState>> parkedSpec =
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
    UpsertMetrics created = new UpsertMetrics(config);
    metrics = created;
    SinkContext context =
        new SinkContext(upsertDependencies.clock(), upsertDependencies.sleeper(), created::retried);
    Sink opened = upsertDependencies.sinks().open(config, context);
    sink = opened;
    writer =
        new ShardWriter(
            new RetryingSink(opened, context),
            config.target(),
            merge::apply,
            upsertDependencies.clock());
  }

  /** Returns a shard's share of the rows and bytes in memory, rounded up. */
  private static MemoryCapacity capacity(PortageConfig config, boolean last) {
    int shards = last ? 1 : config.latest().shards();
    int rows = (config.target().parking().rows() + shards - 1) / shards;
    return new MemoryCapacity(rows, MEMORY_BYTES / shards);
  }

  @ProcessElement
  public void process(
      @Element KV<Integer, ChangeBatch> element,
      @StateId("waiting") ValueState<ParkedState> state,
      @StateId("spilled") BagState<byte[]> spilled,
      @TimerId("retry") Timer retry,
      @TimerId("end") Timer end,
      MultiOutputReceiver out) {
    ParkedRows parked = read(state);
    OptionalLong next = parked.nextAt();
    ParkedCounts before = ParkedCounts.of(parked);
    emit(writer.write(element.getValue().changes(), parked), out);
    report(element.getKey(), before, parked);
    sink.maintain();
    if (parked.isEmpty()) {
      return;
    }
    store(parked, state, spilled);
    if (next.isEmpty()) {
      end.set(END);
    }
    if (next.isEmpty() || parked.nextAt().orElseThrow() < next.getAsLong()) {
      set(retry, parked);
    }
  }

  /** Retries due rows before the end of the run. */
  @OnTimer("retry")
  public void onRetry(
      @Key Integer shard,
      @StateId("waiting") ValueState<ParkedState> state,
      @StateId("spilled") BagState<byte[]> spilled,
      @TimerId("retry") Timer retry,
      @TimerId("end") Timer end,
      MultiOutputReceiver out) {
    ParkedRows parked = read(state);
    long now = upsertDependencies.clock().millis();
    retryDue(
        shard,
        parked,
        spilled,
        parkingDeadline.whileRunning(now, end.getCurrentRelativeTime()),
        out);
    store(parked, state, spilled);
    if (!parked.isEmpty()) {
      set(retry, parked);
    }
  }

  /**
   * Handles the end of a run. A shard's step passes its parked rows to the last step. The last step
   * retries them until none is parked.
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
    retry.clear(); // Flink does not end the job while this timer is set
    ParkedRows parked = read(state);
    if (parked.isEmpty()) {
      return;
    }
    if (!last) {
      passToLastStep(shard, parked, spilled, out);
      state.clear();
      return;
    }
    boolean progress;
    if (context.fireTimestamp().equals(END)) {
      // All rows, due or not: the time limits begin now, for each row with an attempt of its own.
      progress = tryAll(shard, parked, spilled, out);
    } else {
      pauseUntil(parked.nextAt().orElseThrow());
      progress = retryDue(shard, parked, spilled, parkedChanges -> true, out);
    }
    while (!parked.isEmpty() && progress) {
      // A change that this attempt wrote may be the one that others need. The number of parked keys
      // does not show it: a key stays parked until the last of its changes is written.
      progress = tryAll(shard, parked, spilled, out);
    }
    store(parked, state, spilled);
    if (!parked.isEmpty()) {
      end.set(context.fireTimestamp().plus(org.joda.time.Duration.millis(1)));
    }
  }

  @Teardown
  public void tearDown() {
    if (sink != null) {
      sink.close();
    }
  }

  /**
   * Passes all parked rows of the shard to the last step. A shard cannot retry them itself: runners
   * end the shards in any order, so a row could reach its time limit before the shard that has the
   * other row is retried.
   */
  private void passToLastStep(
      int shard, ParkedRows parked, BagState<byte[]> spilled, MultiOutputReceiver out) {
    ParkedCounts before = ParkedCounts.of(parked);
    List<byte[]> chunks = SpilledRows.inOrder(spilled.read());
    spilled.clear();
    emit(parked.removeIf(parkedChanges -> true), out);
    parked.loadSpilled();
    chunks.forEach(chunk -> emit(SpilledRows.unpack(chunk), out));
    metrics.countParked(shard, before, parked);
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
      ParkedRows parked, ValueState<ParkedState> state, BagState<byte[]> spilled) {
    parked.removeChunks().forEach(spilled::add);
    if (parked.isEmpty()) {
      state.clear();
    } else {
      state.write(parked.parked());
    }
  }

  /**
   * Retries all parked rows, due or not, and restarts their time limits. Returns true if a change
   * was written or became a dead letter.
   */
  private boolean tryAll(
      int shard, ParkedRows parked, BagState<byte[]> spilled, MultiOutputReceiver out) {
    ParkedCounts before = ParkedCounts.of(parked);
    boolean progress = emit(writer.retryAll(parked), out);
    progress |= retrySpilled(parked, spilled, parkedChanges -> false, out);
    report(shard, before, parked);
    return progress;
  }

  /**
   * Retries the spilled rows chunk by chunk. If the time limit of one has ended, this is repeated
   * while it writes a change, because a row may need one of a later chunk; rows become dead letters
   * only after that.
   */
  private boolean retrySpilled(
      ParkedRows parked,
      BagState<byte[]> spilled,
      Predicate<ParkedChanges> counts,
      MultiOutputReceiver out) {
    SpillSummary spill = parked.spill();
    boolean progress = false;
    boolean expired;
    boolean last = false;
    do {
      parked.removeChunks().forEach(spilled::add);
      List<byte[]> chunks = SpilledRows.inOrder(spilled.read());
      spilled.clear();
      parked.loadSpilled();
      expired = false;
      boolean written = false;
      for (byte[] chunk : chunks) {
        List<ParkedChanges> rows = SpilledRows.unpack(chunk);
        expired |= writer.haveExpired(rows, counts);
        written |= emit(writer.retrySpilled(rows, parked, counts, last), out);
      }
      progress |= written;
      expired &= !last;
      last = !written;
    } while (expired);
    parked.spillRetried(spill, upsertDependencies.clock().millis());
    return progress;
  }

  /**
   * Retries the due rows in memory and, if they are due, the spilled rows, chunk by chunk. Returns
   * true if a change was written or became a dead letter.
   */
  private boolean retryDue(
      int shard,
      ParkedRows parked,
      BagState<byte[]> spilled,
      Predicate<ParkedChanges> counts,
      MultiOutputReceiver out) {
    ParkedCounts before = ParkedCounts.of(parked);
    boolean progress = emit(writer.retry(parked, counts), out);
    if (!parked.spill().isEmpty()
        && parked.spill().nextAt() <= upsertDependencies.clock().millis()) {
      progress |= retrySpilled(parked, spilled, counts, out);
    }
    report(shard, before, parked);
    return progress;
  }

  /** Sets the timer to the next attempt. The output timestamp does not hold back the watermark. */
  private void set(Timer retry, ParkedRows parked) {
    long wait = Math.max(1, parked.nextAt().orElseThrow() - upsertDependencies.clock().millis());
    retry.withOutputTimestamp(END).offset(org.joda.time.Duration.millis(wait)).setRelative();
  }

  private void pauseUntil(long millis) {
    long wait = millis - upsertDependencies.clock().millis();
    if (wait > 0) {
      try {
        upsertDependencies.sleeper().sleep(Duration.ofMillis(wait));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(
            "interrupted during the pause before parked rows are retried", e);
      }
    }
  }

  /**
   * Emits and counts the results of committed transactions and the dead letters. Returns true if
   * there are any.
   */
  private boolean emit(WriteResult result, MultiOutputReceiver out) {
    metrics.count(result);
    result.completions().forEach(out.get(DONE)::output);
    result.dead().forEach(out.get(DEAD)::output);
    return !result.completions().isEmpty() || !result.dead().isEmpty();
  }

  private void report(int shard, ParkedCounts before, ParkedRows parked) {
    if (!parked.isEmpty() && PARKED.isDue("rows")) {
      LOG.warn(
          "rows of a shard that are parked because of other rows: {}, spilled: {}; the error of one:"
              + " {}",
          parked.size(),
          parked.spill().rows(),
          parked.newestCause());
    }
    metrics.countParked(shard, before, parked);
  }
}
