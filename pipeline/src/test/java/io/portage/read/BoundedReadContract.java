package io.portage.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.portage.config.PortageConfig;
import io.portage.kafka.StopOffsets;
import io.portage.model.event.DecodedRecord;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/**
 * Bounded runs on any runner: each ends by itself, reads every record once and commits exactly the
 * stop offsets; a second run reads nothing.
 */
public abstract class BoundedReadContract extends ReadContract {
  private static final Map<String, String> COMPACTED =
      Map.of(
          "cleanup.policy", "compact",
          "segment.bytes", "200",
          "min.cleanable.dirty.ratio", "0.001",
          "delete.retention.ms", "0",
          "file.delete.delay.ms", "0");

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
  void endsWhenTheStartIsTheStop() throws Exception {
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
  void endsOnAbortedTransactionsOnly() throws Exception {
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
  void endsWhileAProducerKeepsWriting() throws Exception {
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
  void startsAtACommittedOffset() throws Exception {
    topics().create(topic, 2, Map.of());
    topics().send(topic, 0, 0, 30);
    topics().send(topic, 1, 0, 10);
    topics().setCommitted(group, topic, 0, 17);

    assertThat(runTwice(committedOrEarliest()))
        .isEqualTo(Map.of(0, offsets(17, 30), 1, offsets(0, 10)));
    assertThat(committed()).isEqualTo(Map.of(0, 30L, 1, 10L));
  }

  @Test
  void measuresLatenessIndependentlyOfNewReaders() throws Exception {
    topics().create(topic, 1, Map.of());
    int records = 400;
    topics().send(topic, 0, IntStream.range(0, records).map(i -> i % 7 == 3 ? i - 60 : i));

    run(committedOrEarliest(), StopOffsets.resolve(committedOrEarliest().source()));

    Map<Long, Long> lateness = new HashMap<>();
    for (DecodedRecord event : lastRun) {
      lateness.put(event.record().coordinates().offset(), event.record().lateness());
    }
    for (int i = 0; i < records; i++) {
      long expected = i % 7 == 3 ? (60 - 1 - 10) * 1000 : 0;
      assertThat(lateness.get((long) i)).as("offset " + i).isEqualTo(expected);
    }
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
}
