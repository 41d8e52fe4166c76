package io.portage.deadletter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.portage.model.DeadLetter;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DeadLetterWritersTest {
  @TempDir Path folder;

  @Test
  void spillsTooLargeDeadLettersToFiles() throws IOException {
    FailingProducer producer = new FailingProducer(1, new RecordTooLargeException("too large"));
    try (DeadLetterWriter writer = new KafkaDeadLetterWriter(producer, "dlq", files())) {
      writer.add(DeadLetterFixtures.ofRecord(1));
      writer.add(DeadLetterFixtures.ofRecord(2));
      writer.sync();
    }

    assertThat(producer.history()).hasSize(1);
    assertThat(StoredLetterFixtures.decode(producer.history().get(0).value()))
        .isEqualTo(DeadLetterFixtures.ofRecord(2));
    assertThat(StoredLetterFixtures.readFiles(folder))
        .containsExactly(DeadLetterFixtures.ofRecord(1));
  }

  @Test
  void syncFailsWhenTheBrokersHaveNotAcknowledgedADeadLetter() throws IOException {
    FailingProducer producer = new FailingProducer(2, new TimeoutException("no brokers"));
    try (DeadLetterWriter writer = new KafkaDeadLetterWriter(producer, "dlq", files())) {
      writer.add(DeadLetterFixtures.ofRecord(1));
      writer.add(DeadLetterFixtures.ofRecord(2));

      assertThatThrownBy(writer::sync)
          .isInstanceOf(IOException.class)
          .hasMessageContaining("users_cdc-1-2")
          .hasRootCauseInstanceOf(TimeoutException.class);
    }
    assertThat(StoredLetterFixtures.readFiles(folder)).isEmpty();
  }

  /** Delivery is at least once: a retried bundle must not look like further dead letters. */
  @Test
  void aRetriedBundleWritesTheSameIdsSoThatReadersCanDeduplicate() throws IOException {
    for (int attempt = 0; attempt < 2; attempt++) {
      try (DeadLetterWriter writer = files()) {
        writer.add(DeadLetterFixtures.ofRecord(1));
        writer.add(DeadLetterFixtures.ofChange(9));
        writer.sync();
      }
    }

    assertThat(StoredLetterFixtures.readFiles(folder)).hasSize(4);
    assertThat(StoredLetterFixtures.latestOf(StoredLetterFixtures.readFiles(folder)))
        .containsExactly(DeadLetterFixtures.ofRecord(1), DeadLetterFixtures.ofChange(9));
    Set<String> ids =
        StoredLetterFixtures.readFiles(folder).stream()
            .map(DeadLetter::id)
            .collect(Collectors.toSet());
    assertThat(ids).containsExactlyInAnyOrder("users_cdc-1-1", "users_cdc-1-9");
  }

  @Test
  void keysDeadLettersByTheirId() throws IOException {
    MockProducer<byte[], byte[]> producer =
        new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());
    try (DeadLetterWriter writer = new KafkaDeadLetterWriter(producer, "dlq", files())) {
      writer.add(DeadLetterFixtures.ofRecord(1));
      writer.sync();
    }

    assertThat(producer.history().get(0).key()).asString().isEqualTo("users_cdc-1-1");
  }

  private DeadLetterWriter files() {
    return new FileDeadLetterWriter(folder, Clock.systemUTC());
  }

  /** Kafka's mock producer, which fails the n-th record and accepts the others. */
  private static final class FailingProducer extends MockProducer<byte[], byte[]> {
    private final int failing;
    private final KafkaException error;
    private int count;

    FailingProducer(int failing, KafkaException error) {
      super(true, null, new ByteArraySerializer(), new ByteArraySerializer());
      this.failing = failing;
      this.error = error;
    }

    @Override
    public synchronized Future<RecordMetadata> send(
        ProducerRecord<byte[], byte[]> record, Callback callback) {
      if (++count == failing) {
        return java.util.concurrent.CompletableFuture.failedFuture(error);
      }
      return super.send(record, callback);
    }
  }
}
