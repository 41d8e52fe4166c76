package io.portage.commit;

import io.portage.commit.GroupOffsets.UnavailableException;
import io.portage.config.SourceConfig;
import io.portage.kafka.StopOffsets;
import io.portage.metrics.Ledger;
import io.portage.metrics.LogThrottle;
import io.portage.model.BackOff;
import io.portage.model.Completion;
import io.portage.model.Stage;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.UUID;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Gauge;
import org.apache.beam.sdk.state.StateSpec;
import org.apache.beam.sdk.state.StateSpecs;
import org.apache.beam.sdk.state.TimeDomain;
import org.apache.beam.sdk.state.Timer;
import org.apache.beam.sdk.state.TimerSpec;
import org.apache.beam.sdk.state.TimerSpecs;
import org.apache.beam.sdk.state.ValueState;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.util.Sleeper;
import org.apache.beam.sdk.values.KV;
import org.apache.kafka.common.TopicPartition;
import org.joda.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the frontier of a partition in state and commits it from timers. */
final class CommitFn extends DoFn<KV<KV<String, Integer>, Completion>, Void> {
  private static final long serialVersionUID = 1;
  private static final Logger LOG = LoggerFactory.getLogger(CommitFn.class);
  private static final LogThrottle POSTPONED = new LogThrottle(java.time.Duration.ofMinutes(1));
  private static final Duration EVERY = Duration.millis(PartitionCommits.EVERY.toMillis());

  /** The retries at the end of a run while the broker does not answer. */
  private static final BackOff AT_END =
      new BackOff(java.time.Duration.ofMillis(200), java.time.Duration.ofSeconds(5));

  /** The number of these retries; together they take about two minutes. */
  private static final int RETRIES_AT_END = 28;

  private final SourceConfig source;
  private final @Nullable StopOffsets stops;
  private final Clock clock;
  private final String run = UUID.randomUUID().toString();
  private final Counter commits = Ledger.counter(Stage.COMMIT, "commits");
  private final Counter postponed = Ledger.counter(Stage.COMMIT, "commitRetries");
  private final Gauge lag = Ledger.gauge(Stage.COMMIT, "lag");

  private transient @Nullable PartitionCommits partitions;

  /** The frontiers of the partitions of this instance. */
  private transient Map<TopicPartition, Long> own = new HashMap<>();

  @StateId("frontier")
  private final StateSpec<ValueState<Frontier>> frontierSpec = StateSpecs.value(FrontierCoder.of());

  @TimerId("tick")
  private final TimerSpec tickSpec = TimerSpecs.timer(TimeDomain.PROCESSING_TIME);

  @TimerId("end")
  private final TimerSpec endSpec = TimerSpecs.timer(TimeDomain.EVENT_TIME);

  CommitFn(SourceConfig source, @Nullable StopOffsets stops, Clock clock) {
    this.source = source;
    this.stops = stops;
    this.clock = clock;
  }

  @ProcessElement
  public void process(
      @Element KV<KV<String, Integer>, Completion> element,
      @StateId("frontier") ValueState<Frontier> state,
      @TimerId("tick") Timer tick,
      @TimerId("end") Timer end) {
    Frontier frontier = state.read();
    if (frontier == null) {
      frontier = Frontier.NOTHING;
      tick.withNoOutputTimestamp().offset(EVERY).setRelative();
      // At the end of a run Beam discards pending processing-time timers, but not this one.
      end.withNoOutputTimestamp().set(GlobalWindow.INSTANCE.maxTimestamp());
    }
    state.write(frontier.plus(element.getValue(), clock.instant()));
  }

  @OnTimer("tick")
  public void onTick(
      @Key KV<String, Integer> partition,
      @StateId("frontier") ValueState<Frontier> state,
      @TimerId("tick") Timer tick) {
    Frontier frontier = confirmed(state, false);
    reached(partition, frontier);
    PartitionCommits.CommitAttempt attempt = partitions().attempt();
    commits.inc(attempt.committed());
    postponed.inc(attempt.retryLater() ? 1 : 0); // also 0, so that the counter exists
    lag.set(partitions().lag(own));
    tick.withNoOutputTimestamp().offset(EVERY).setRelative();
  }

  @OnTimer("end")
  public void onEnd(
      @Key KV<String, Integer> partition,
      @StateId("frontier") ValueState<Frontier> state,
      @TimerId("tick") Timer tick)
      throws Exception {
    tick.clear(); // Flink would wait for this timer
    Frontier frontier = confirmed(state, true);
    commitPatiently(partition, frontier);
    Long stop = stops == null ? null : stops.of(partition.getKey(), partition.getValue());
    if (stop != null && frontier.offset() < stop) {
      throw new CommitException(
          "the run is incomplete: topic "
              + partition.getKey()
              + " partition "
              + partition.getValue()
              + ": "
              + frontier.missing(stop)
              + ", the stop offset is "
              + stop);
    }
  }

  private Frontier confirmed(ValueState<Frontier> state, boolean atEnd) {
    Frontier read = state.read();
    Frontier stored = read == null ? Frontier.NOTHING : read;
    Frontier confirmed = stored.confirmStart(clock.instant(), atEnd);
    if (confirmed.isKnown() != stored.isKnown()) {
      state.write(confirmed);
    }
    return confirmed;
  }

  private void reached(KV<String, Integer> partition, Frontier frontier) {
    OptionalLong offset = frontier.committable();
    if (offset.isPresent() && isRead(partition)) {
      TopicPartition at = new TopicPartition(partition.getKey(), partition.getValue());
      partitions().reached(at, offset.getAsLong());
      own.put(at, offset.getAsLong());
    }
  }

  /**
   * Returns true unless the run is bounded and the partition has no stop offset: it did not exist
   * at the start, and its records are not read.
   */
  private boolean isRead(KV<String, Integer> partition) {
    return stops == null || stops.of(partition.getKey(), partition.getValue()) != null;
  }

  private void commitPatiently(KV<String, Integer> partition, Frontier frontier) throws Exception {
    reached(partition, frontier);
    for (int attempt = 1; ; attempt++) {
      try {
        commits.inc(partitions().commit());
        return;
      } catch (UnavailableException e) {
        postponed.inc();
        if (attempt > RETRIES_AT_END) {
          throw new CommitException(
              "the last offsets could not be committed: " + e.getMessage(), e);
        }
        Sleeper.DEFAULT.sleep(AT_END.delay(attempt).toMillis());
      }
    }
  }

  private PartitionCommits partitions() {
    PartitionCommits opened = partitions;
    if (opened == null) {
      opened =
          PartitionCommits.acquire(
              run,
              () -> new PartitionCommits(BrokerOffsets.open(source), clock, POSTPONED, LOG::warn));
      partitions = opened;
      own = new HashMap<>();
    }
    return opened;
  }

  @Teardown
  public void teardown() {
    if (partitions != null) {
      PartitionCommits.release(run, partitions);
      partitions = null;
    }
  }
}
