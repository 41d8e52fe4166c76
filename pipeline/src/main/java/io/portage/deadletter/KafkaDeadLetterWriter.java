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
 * Sends letters to a topic, keyed by their ids, and waits for the brokers at {@link #sync}.
 *
 * <p>Letters that are too large for the topic go to {@code spill}.
 */
final class KafkaDeadLetterWriter implements DeadLetterWriter {
  private static final Logger LOG = LoggerFactory.getLogger(KafkaDeadLetterWriter.class);

  /** So many bytes may wait for the brokers; a bundle has no bound of its own. */
  private static final long MAX_WAITING_BYTES = 16 << 20;

  private record PendingSend(StoredDeadLetter letter, Future<RecordMetadata> done) {}

  private final Producer<byte[], byte[]> producer;
  private final String topic;
  private final DeadLetterWriter spill;
  private final List<PendingSend> sent = new ArrayList<>();
  private long waitingBytes;

  KafkaDeadLetterWriter(Producer<byte[], byte[]> producer, String topic, DeadLetterWriter spill) {
    this.producer = producer;
    this.topic = topic;
    this.spill = spill;
  }

  @Override
  public void add(StoredDeadLetter letter) throws IOException {
    byte[] key = letter.id().getBytes(StandardCharsets.UTF_8);
    byte[] value = DeadLetters.encode(letter);
    try {
      sent.add(new PendingSend(letter, producer.send(new ProducerRecord<>(topic, key, value))));
    } catch (InterruptException e) {
      throw interrupted(e);
    }
    waitingBytes += value.length;
    if (waitingBytes > MAX_WAITING_BYTES) {
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
    waitingBytes = 0;
  }

  private void await(PendingSend one) throws IOException, InterruptedException {
    try {
      one.done().get();
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof RecordTooLargeException)) {
        throw new IOException(
            "dead letter " + one.letter().id() + " was not written to topic " + topic,
            e.getCause());
      }
      LOG.warn(
          "Dead letter {} is too large for topic {}; it goes to {}",
          one.letter().id(),
          topic,
          spill);
      Ledger.counter(Stage.DEAD_LETTER, "spilled").inc();
      spill.add(one.letter());
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
