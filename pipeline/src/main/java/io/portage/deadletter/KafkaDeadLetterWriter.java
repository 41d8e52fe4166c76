package io.portage.deadletter;

import io.portage.metrics.Ledger;
import io.portage.model.Stage;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends dead letters to a topic, keyed by their ids, and waits for the brokers in {@link #sync}.
 *
 * <p>Dead letters that are too large for the topic are written to {@code spill}.
 */
final class KafkaDeadLetterWriter implements DeadLetterWriter {
  private static final Logger LOG = LoggerFactory.getLogger(KafkaDeadLetterWriter.class);

  /** The maximum number of unacknowledged bytes; a bundle has no limit of its own. */
  private static final long MAX_UNACKNOWLEDGED_BYTES = 16 << 20;

  private record PendingSend(StoredDeadLetter deadLetter, Future<RecordMetadata> done) {}

  private final Producer<byte[], byte[]> producer;
  private final String topic;
  private final DeadLetterWriter spill;
  private final List<PendingSend> sent = new ArrayList<>();
  private long unacknowledgedBytes;

  KafkaDeadLetterWriter(Producer<byte[], byte[]> producer, String topic, DeadLetterWriter spill) {
    this.producer = producer;
    this.topic = topic;
    this.spill = spill;
  }

  @Override
  public void add(StoredDeadLetter deadLetter) throws IOException {
    byte[] key = deadLetter.id().getBytes(StandardCharsets.UTF_8);
    byte[] value = DeadLetters.encode(deadLetter);
    try {
      sent.add(new PendingSend(deadLetter, producer.send(new ProducerRecord<>(topic, key, value))));
    } catch (InterruptException e) {
      throw interrupted(e);
    }
    unacknowledgedBytes += value.length;
    if (unacknowledgedBytes > MAX_UNACKNOWLEDGED_BYTES) {
      awaitAll();
    }
  }

  @Override
  public void sync() throws IOException {
    awaitAll();
    spill.sync();
  }

  @Override
  public void close() {
    sent.clear();
    producer.close(Duration.ZERO);
    spill.close();
  }

  private void awaitAll() throws IOException {
    try {
      producer.flush();
      for (PendingSend one : sent) {
        await(one);
      }
    } catch (InterruptException | InterruptedException e) {
      throw interrupted(e);
    }
    sent.clear();
    unacknowledgedBytes = 0;
  }

  private void await(PendingSend one) throws IOException, InterruptedException {
    try {
      one.done().get();
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof RecordTooLargeException)) {
        throw new IOException(
            "dead letter " + one.deadLetter().id() + " was not written to topic " + topic,
            e.getCause());
      }
      LOG.warn(
          "Dead letter {} is too large for topic {} and is written to {}",
          one.deadLetter().id(),
          topic,
          spill);
      Ledger.counter(Stage.DEAD_LETTER, "spilled").inc();
      spill.add(one.deadLetter());
    }
  }

  private static IOException interrupted(Exception cause) {
    Thread.currentThread().interrupt();
    InterruptedIOException interrupted =
        new InterruptedIOException("interrupted while writing dead letters");
    interrupted.initCause(cause);
    return interrupted;
  }
}
