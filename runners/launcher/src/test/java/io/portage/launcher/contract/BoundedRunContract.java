package io.portage.launcher.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.portage.config.PortageConfig;
import io.portage.launcher.publish.EventFile;
import io.portage.metrics.LedgerSummary;
import io.portage.sandbox.Sandbox;
import io.portage.schemas.Schemas;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * {@code --until=end} ends by itself, with the right ledger and exactly the stop offsets committed,
 * and a second run reads nothing, for every kind of topic.
 */
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
public abstract class BoundedRunContract extends OnARunner {
  private static final Path CONFIG = Path.of("data/scenarios/users.yaml");

  @Test
  void endsOnAnEmptyTopic(Sandbox sandbox) throws Exception {
    TestJob job = job(sandbox, "empty_topic", 2, Map.of());

    expect(job, 0, Map.of(0, 0L, 1, 0L));
  }

  @Test
  void endsWithAnEmptyPartition(Sandbox sandbox) throws Exception {
    TestJob job = job(sandbox, "empty_partition", 3, Map.of());
    job.publish(users(20, 1, 0));

    expect(job, 20, Map.of(0, 0L, 1, 20L, 2, 0L));
  }

  @Test
  void endsAtOnceIfTheStartIsTheStopOffset(Sandbox sandbox) throws Exception {
    TestJob job = job(sandbox, "start_is_stop", 1, Map.of());
    job.publish(users(10, 0, 0));
    job.commit(10);

    expect(job, 0, Map.of(0, 10L));
  }

  @Test
  void endsAfterATailOfTransactionMarkers(Sandbox sandbox) throws Exception {
    TestJob job = job(sandbox, "transaction_tail", 1, Map.of());
    try (KafkaProducer<byte[], byte[]> producer = transactional(sandbox, job.topic())) {
      producer.initTransactions();
      producer.beginTransaction();
      send(producer, job.topic(), users(5, 0, 0));
      producer.commitTransaction();
      producer.beginTransaction();
      send(producer, job.topic(), users(5, 0, 100));
      producer.flush();
      producer.abortTransaction();
    }
    awaitNoOpenTransaction(job);

    expect(job, 5, Map.of(0, 12L));
  }

  @Test
  void endsAfterACompactedTail(Sandbox sandbox) throws Exception {
    TestJob job =
        job(
            sandbox,
            "compacted_tail",
            1,
            Map.of(
                "cleanup.policy", "compact",
                "segment.ms", "100",
                "min.cleanable.dirty.ratio", "0.01",
                "max.compaction.lag.ms", "200"));
    List<EventFile.Event> same = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      same.addAll(users(1, 0, i));
    }
    job.publish(same);

    LedgerSummary ledger = job.run(job.config(CONFIG));

    assertThat(ledger.read()).isBetween(1L, 30L);
    assertThat(ledger.isBalanced()).isTrue();
    assertThat(job.committed()).isEqualTo(Map.of(0, 30L));
    assertThat(job.run(job.config(CONFIG)).read()).isZero();
  }

  @Test
  void endsAlthoughAProducerContinuesToWrite(Sandbox sandbox) throws Exception {
    TestJob job = job(sandbox, "busy", 2, Map.of());
    job.publish(users(50, 0, 0));
    AtomicBoolean stop = new AtomicBoolean();
    CountDownLatch writing = new CountDownLatch(20);
    ExecutorService thread = Executors.newSingleThreadExecutor();
    Future<?> producer =
        thread.submit(
            () -> {
              for (int i = 0; !stop.get(); i++) {
                job.publish(List.of(TestJob.user(1_000 + i, i % 2, i)));
                writing.countDown();
              }
            });
    LedgerSummary ledger;
    try {
      assertThat(writing.await(30, TimeUnit.SECONDS)).isTrue();
      ledger = job.run(job.config(CONFIG));
    } finally {
      stop.set(true);
      producer.get(30, TimeUnit.SECONDS);
      thread.shutdown();
    }

    assertThat(ledger.read()).isGreaterThanOrEqualTo(70);
    assertThat(ledger.isBalanced()).isTrue();
    assertThat(job.committed().values().stream().mapToLong(Long::longValue).sum())
        .isEqualTo(ledger.read());
  }

  @Test
  void startsAtTheCommittedOffset(Sandbox sandbox) throws Exception {
    TestJob job = job(sandbox, "middle", 1, Map.of());
    job.publish(users(30, 0, 0));
    job.commit(12);

    expect(job, 18, Map.of(0, 30L));
    assertThat(job.database().rows("users_enriched", List.of("user_id"))).hasSize(18);
  }

  /** The broker writes a transaction's marker only after it has answered the producer. */
  private static void awaitNoOpenTransaction(TestJob job) {
    try (Admin admin = job.admin()) {
      Awaitility.await()
          .until(
              () ->
                  end(admin, job, IsolationLevel.READ_COMMITTED)
                      == end(admin, job, IsolationLevel.READ_UNCOMMITTED));
    }
  }

  private static long end(Admin admin, TestJob job, IsolationLevel isolation) throws Exception {
    TopicPartition partition = new TopicPartition(job.topic(), 0);
    return admin
        .listOffsets(Map.of(partition, OffsetSpec.latest()), new ListOffsetsOptions(isolation))
        .partitionResult(partition)
        .get()
        .offset();
  }

  private void expect(TestJob job, long read, Map<Integer, Long> committed) throws Exception {
    PortageConfig config = job.config(CONFIG);

    LedgerSummary ledger = job.run(config);

    assertThat(ledger.read()).isEqualTo(read);
    assertThat(ledger.isBalanced()).isTrue();
    assertThat(job.committed()).isEqualTo(committed);

    LedgerSummary again = job.run(config);

    assertThat(again.read()).isZero();
    assertThat(job.committed()).isEqualTo(committed);
  }

  private TestJob job(Sandbox sandbox, String name, int partitions, Map<String, String> settings)
      throws Exception {
    TestJob job = TestJob.create(sandbox, engine(), beamOptions(), name, partitions, settings);
    job.database().execute("DROP TABLE IF EXISTS users_enriched");
    job.database().execute(Schemas.sql("postgresql/users_enriched"));
    return job;
  }

  private static List<EventFile.Event> users(int count, int partition, int from) {
    List<EventFile.Event> events = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      events.add(TestJob.user(i + 1, partition, from + i));
    }
    return events;
  }

  private static KafkaProducer<byte[], byte[]> transactional(Sandbox sandbox, String id) {
    return new KafkaProducer<>(
        Map.of(
            ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
            sandbox.bootstrapServers(),
            ProducerConfig.TRANSACTIONAL_ID_CONFIG,
            id),
        new ByteArraySerializer(),
        new ByteArraySerializer());
  }

  private static void send(
      KafkaProducer<byte[], byte[]> producer, String topic, List<EventFile.Event> events)
      throws Exception {
    List<Future<RecordMetadata>> sent = new ArrayList<>();
    for (EventFile.Event event : events) {
      sent.add(producer.send(new ProducerRecord<>(topic, 0, event.key(), event.value())));
    }
    producer.flush();
    for (Future<RecordMetadata> record : sent) {
      record.get();
    }
  }
}
