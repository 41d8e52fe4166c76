package io.portage.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.portage.config.PortageConfig;
import io.portage.config.SourceConfig.StartFrom;
import io.portage.kafka.StopOffsets;
import io.portage.model.RawEvent;
import io.portage.sandbox.Sandbox;
import io.portage.sandbox.junit.SandboxExtension;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.LongStream;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.metrics.MetricResult;
import org.apache.beam.sdk.metrics.MetricsFilter;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * How bounded runs read and commit, on any runner: each ends by itself, with every record once and
 * exactly the stop offsets committed, and a second run reads nothing.
 */
@ExtendWith(SandboxExtension.class)
@Timeout(180)
public abstract class BoundedReadContract {
  private static final Map<String, String> COMPACTED =
      Map.of(
          "cleanup.policy", "compact",
          "segment.bytes", "200",
          "min.cleanable.dirty.ratio", "0.001",
          "delete.retention.ms", "0",
          "file.delete.delay.ms", "0");

  private final String topic = "read-" + UUID.randomUUID();
  private final String group = "group-" + topic;
  private String bootstrap = "";
  private @Nullable TestTopics topics;

  /** Options of the runner, whose {@code run()} may block; sources end at once when idle. */
  protected abstract PipelineOptions options();

  @BeforeEach
  void connect(Sandbox sandbox) {
    bootstrap = sandbox.bootstrapServers();
    topics = new TestTopics(bootstrap);
  }

  @AfterEach
  void disconnect() {
    topics().close();
  }

  @Test
  void endsOnAnEmptyTopic() throws Exception {
    topics().create(topic, 3, Map.of());

    assertThat(runTwice(committedOrEarliest())).isEmpty();
    assertThat(committed()).isEqualTo(Map.of(0, 0L, 1, 0L, 2, 0L));
  }

  @Test
  void endsOnAnEmptyPartition() throws Exception {
    topics().create(topic, 2, Map.of());
    topics().send(topic, 1, 0, 25);

    assertThat(runTwice(committedOrEarliest())).isEqualTo(Map.of(1, offsets(0, 25)));
    assertThat(committed()).isEqualTo(Map.of(0, 0L, 1, 25L));
  }

  @Test
  void endsWhereTheStartIsTheStop() throws Exception {
    topics().create(topic, 1, Map.of());
    topics().send(topic, 0, 0, 10);
    topics().setCommitted(group, topic, 0, 10);

    assertThat(runTwice(committedOrEarliest())).isEmpty();
    assertThat(committed()).isEqualTo(Map.of(0, 10L));
  }

  @Test
  void endsOnATailOfTransactionMarkers() throws Exception {
    topics().create(topic, 1, Map.of());
    topics().sendTransaction(topic, 0, 0, 5, true);
    topics().sendTransaction(topic, 0, 5, 9, false);
    topics().sendTransaction(topic, 0, 9, 12, true);
    topics().sendTransaction(topic, 0, 12, 15, false);

    // 0-4, marker 5, aborted 6-9, marker 10, 11-13, marker 14, aborted 15-17, marker 18.
    assertThat(runTwice(committedOrEarliest()))
        .isEqualTo(Map.of(0, List.of(0L, 1L, 2L, 3L, 4L, 11L, 12L, 13L)));
    assertThat(committed()).isEqualTo(Map.of(0, 19L));
  }

  @Test
  void endsOnNothingButAbortedTransactions() throws Exception {
    topics().create(topic, 1, Map.of());
    topics().sendTransaction(topic, 0, 0, 3, false);

    assertThat(runTwice(committedOrEarliest())).isEmpty();
    assertThat(committed()).isEqualTo(Map.of(0, 4L));
  }

  @Test
  void endsBeforeAnOpenTransaction() throws Exception {
    topics().create(topic, 1, Map.of());
    topics().send(topic, 0, 0, 4);
    try (KafkaProducer<byte[], byte[]> open = topics().producer(topic + "-open")) {
      open.beginTransaction();
      open.send(TestTopics.record(topic, 0, "k", 4)).get();
      topics().send(topic, 0, 5, 8);

      assertThat(runTwice(committedOrEarliest())).isEqualTo(Map.of(0, offsets(0, 4)));
      assertThat(committed()).isEqualTo(Map.of(0, 4L));
      open.abortTransaction();
    }
  }

  @Test
  void endsOnACompactedTail() throws Exception {
    topics().create(topic, 1, COMPACTED);
    try (KafkaProducer<byte[], byte[]> producer = topics().producer(null)) {
      for (int i = 0; i < 40; i++) {
        String key = i < 10 ? "k" + i : "same";
        producer.send(TestTopics.record(topic, 0, key, i)).get();
      }
    }
    topics().sendTransaction(topic, 0, 40, 41, false);
    PortageConfig config = committedOrEarliest();
    Awaitility.await()
        .atMost(Duration.ofSeconds(90))
        .until(() -> topics().offsets(config.source(), 0).size() < 38);
    List<Long> left = topics().offsets(config.source(), 0);

    assertThat(runTwice(config)).isEqualTo(Map.of(0, left));
    assertThat(committed()).isEqualTo(Map.of(0, 42L));
  }

  @Test
  void endsAlthoughAProducerGoesOnWriting() throws Exception {
    topics().create(topic, 2, Map.of());
    topics().send(topic, 0, 0, 50);
    topics().send(topic, 1, 0, 50);
    AtomicBoolean stop = new AtomicBoolean();
    CountDownLatch writing = new CountDownLatch(1);
    Thread busy = new Thread(() -> write(stop, writing));
    busy.start();
    try {
      writing.await();
      PortageConfig config = committedOrEarliest();
      StopOffsets stops = StopOffsets.resolve(config.source());
      Map<Integer, List<Long>> seen = run(config, stops);

      assertThat(seen)
          .isEqualTo(Map.of(0, offsets(0, stop(stops, 0)), 1, offsets(0, stop(stops, 1))));
      assertThat(committed()).isEqualTo(Map.of(0, stop(stops, 0), 1, stop(stops, 1)));
    } finally {
      stop.set(true);
      busy.join();
    }
  }

  @Test
  void startsInTheMiddle() throws Exception {
    topics().create(topic, 2, Map.of());
    topics().send(topic, 0, 0, 30);
    topics().send(topic, 1, 0, 10);
    topics().setCommitted(group, topic, 0, 17);

    assertThat(runTwice(committedOrEarliest()))
        .isEqualTo(Map.of(0, offsets(17, 30), 1, offsets(0, 10)));
    assertThat(committed()).isEqualTo(Map.of(0, 30L, 1, 10L));
  }

  @Test
  void startsAtAnInstant() throws Exception {
    topics().create(topic, 2, Map.of());
    topics().send(topic, 0, 0, 10);
    topics().send(topic, 1, 0, 3);
    Instant instant = Instant.ofEpochMilli(TestFormat.BASE_MILLIS + 3_500);

    assertThat(run(config(StartFrom.INSTANT, instant))).isEqualTo(Map.of(0, offsets(4, 10)));
    assertThat(committed()).isEqualTo(Map.of(0, 10L, 1, 3L));
  }

  @Test
  void startsAtTheEnd() throws Exception {
    topics().create(topic, 1, Map.of());
    topics().send(topic, 0, 0, 10);

    assertThat(run(config(StartFrom.LATEST, null))).isEmpty();
    assertThat(committed()).isEqualTo(Map.of(0, 10L));
  }

  @Test
  void startsBehindLostRecordsWhenToldSo() throws Exception {
    topics().create(topic, 1, Map.of());
    topics().send(topic, 0, 0, 10);
    topics().deleteBefore(topic, 0, 6);

    assertThat(runTwice(committedOrEarliest())).isEqualTo(Map.of(0, offsets(6, 10)));
    assertThat(committed()).isEqualTo(Map.of(0, 10L));
  }

  @Test
  void neverCommitsBelowWhatTheGroupHas() throws Exception {
    topics().create(topic, 1, Map.of());
    topics().send(topic, 0, 0, 10);
    topics().setCommitted(group, topic, 0, 8);
    StopOffsets early = StopOffsets.of(Map.of(topic, Map.of(0, 5L)));

    assertThat(run(config(StartFrom.EARLIEST, null), early)).isEqualTo(Map.of(0, offsets(0, 5)));
    assertThat(committed()).isEqualTo(Map.of(0, 8L));
  }

  @Test
  void readsNothingOfAPartitionThatIsYoungerThanTheStops() throws Exception {
    topics().create(topic, 2, Map.of());
    topics().send(topic, 0, 0, 4);
    topics().send(topic, 1, 0, 4);
    StopOffsets older = StopOffsets.of(Map.of(topic, Map.of(0, 4L)));

    assertThat(run(committedOrEarliest(), older)).isEqualTo(Map.of(0, offsets(0, 4)));
    assertThat(committed()).isEqualTo(Map.of(0, 4L));
  }

  @Test
  void failsWithTheRangeThatTheLogHasLost() throws Exception {
    topics().create(topic, 1, Map.of());
    topics().send(topic, 0, 0, 10);
    topics().setCommitted(group, topic, 0, 2);
    topics().deleteBefore(topic, 0, 5);

    assertThatThrownBy(() -> run(committedOrEarliest()))
        .hasStackTraceContaining(
            "topic " + topic + " partition 0: offsets 2 to 4 are no longer in the log");
    assertThat(committed()).isEqualTo(Map.of(0, 2L));
  }

  @Test
  void failsWhenTheGroupIsPastTheEndOfTheLog() throws Exception {
    topics().create(topic, 1, Map.of());
    topics().send(topic, 0, 0, 10);
    topics().setCommitted(group, topic, 0, 50);

    assertThatThrownBy(() -> run(committedOrEarliest()))
        .hasStackTraceContaining("offset 50 lies beyond the end of the log (10)");
  }

  @Test
  void failsWithTheGapWhenARecordHasNoOutcome() throws Exception {
    topics().create(topic, 1, Map.of());
    topics().send(topic, 0, 0, 10);
    PortageConfig config = committedOrEarliest();
    StopOffsets stops = StopOffsets.resolve(config.source());

    assertThatThrownBy(
            () -> ReadHarness.pipeline(options(), config, stops, 3).run().waitUntilFinish())
        .hasStackTraceContaining("topic " + topic + " partition 0: offsets 3 to 3 have no outcome");
    assertThat(committed()).isEqualTo(Map.of(0, 3L));
  }

  @Test
  void failsWhenTheGroupHasMembers() throws Exception {
    topics().create(topic, 1, Map.of());
    topics().send(topic, 0, 0, 10);
    try (KafkaConsumer<byte[], byte[]> member = topics().subscribe(topic, group)) {
      assertThat(member.assignment()).isNotEmpty();

      assertThatThrownBy(() -> run(committedOrEarliest()))
          .hasStackTraceContaining("group " + group + " has members");
    }
  }

  @Test
  void measuresLatenessAlikeHoweverOftenReadersAreMadeAnew() throws Exception {
    topics().create(topic, 1, Map.of());
    int[] seconds = new int[400];
    try (KafkaProducer<byte[], byte[]> producer = topics().producer(null)) {
      for (int i = 0; i < seconds.length; i++) {
        seconds[i] = i % 7 == 3 ? i - 60 : i;
        producer.send(TestTopics.record(topic, 0, "k" + i, seconds[i]));
      }
    }

    run(committedOrEarliest(), StopOffsets.resolve(committedOrEarliest().source()));

    Map<Long, Long> lateness = new HashMap<>();
    for (RawEvent event : lastRun) {
      lateness.put(event.raw().at().offset(), event.raw().lateness());
    }
    for (int i = 0; i < seconds.length; i++) {
      long expected = i % 7 == 3 ? (60 - 1 - 10) * 1000 : 0;
      assertThat(lateness.get((long) i)).as("offset " + i).isEqualTo(expected);
    }
  }

  private List<RawEvent> lastRun = List.of();

  private Map<Integer, List<Long>> runTwice(PortageConfig config) throws Exception {
    StopOffsets stops = StopOffsets.resolve(config.source());
    Map<Integer, List<Long>> first = run(config, stops);
    Map<Integer, Long> committed = committed();

    assertThat(run(config, stops)).as("the second run").isEmpty();
    assertThat(committed()).isEqualTo(committed);
    stops.forEach((name, partition, stop) -> assertThat(committed).containsEntry(partition, stop));
    return first;
  }

  private Map<Integer, List<Long>> run(PortageConfig config) {
    return run(config, StopOffsets.resolve(config.source()));
  }

  /** The offsets read, by partition, in order; each must have come once, and been counted. */
  private Map<Integer, List<Long>> run(PortageConfig config, StopOffsets stops) {
    ReadHarness.taken(group);
    PipelineResult result = ReadHarness.pipeline(options(), config, stops, -1).run();
    assertThat(result.waitUntilFinish()).isEqualTo(PipelineResult.State.DONE);

    lastRun = ReadHarness.taken(group);
    assertThat(counter(result, "Read.read")).isEqualTo(lastRun.size());
    assertThat(counter(result, "DroppedDueToLateness")).isZero();
    assertThat(counter(result, "droppedDueToLateness")).isZero();
    Map<Integer, List<Long>> offsets = new TreeMap<>();
    for (RawEvent event : lastRun) {
      offsets
          .computeIfAbsent(event.raw().at().partition(), partition -> new ArrayList<>())
          .add(event.raw().at().offset());
    }
    offsets.values().forEach(list -> list.sort(null));
    return offsets;
  }

  private static long counter(PipelineResult result, String name) {
    long sum = 0;
    for (MetricResult<Long> counter :
        result.metrics().queryMetrics(MetricsFilter.builder().build()).getCounters()) {
      if (counter.getName().getName().equals(name)) {
        sum += counter.getAttempted();
      }
    }
    return sum;
  }

  private void write(AtomicBoolean stop, CountDownLatch writing) {
    try (KafkaProducer<byte[], byte[]> producer = topics().producer(null)) {
      for (int i = 50; !stop.get(); i++) {
        producer.send(TestTopics.record(topic, i % 2, "busy", i)).get();
        writing.countDown();
      }
    } catch (InterruptedException | ExecutionException e) {
      throw new AssertionError(e);
    }
  }

  private PortageConfig committedOrEarliest() {
    return config(StartFrom.COMMITTED, null);
  }

  private PortageConfig config(StartFrom from, @Nullable Instant instant) {
    return ReadHarness.config(bootstrap, topic, group, from, instant, Map.of());
  }

  private Map<Integer, Long> committed() throws Exception {
    return topics().committed(group, topic);
  }

  private long stop(StopOffsets stops, int partition) {
    return Objects.requireNonNull(stops.of(topic, partition));
  }

  private TestTopics topics() {
    return Objects.requireNonNull(topics);
  }

  private static List<Long> offsets(long from, long to) {
    return LongStream.range(from, to).boxed().toList();
  }
}
