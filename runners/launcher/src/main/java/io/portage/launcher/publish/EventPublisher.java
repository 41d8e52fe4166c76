package io.portage.launcher.publish;

import io.portage.kafka.BrokerReachability;
import io.portage.launcher.CommandException;
import io.portage.launcher.ExitCode;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** Sends events to one topic, in order, acknowledged by all in-sync replicas. Not thread-safe. */
public final class EventPublisher implements AutoCloseable {
  /** The producer's buffer of 32 MB holds a batch for each of 500 partitions. */
  private static final int BATCH_BYTES = 64 << 10;

  /**
   * A broker that does not know a new topic yet refuses the first batch of a partition. If it takes
   * the second one, already under way, it answers each retry of the first with an error about its
   * sequence number, until the producer gives up after two minutes.
   */
  private static final int ONE_AT_A_TIME = 1;

  private final String topic;
  private final KafkaProducer<byte[], byte[]> producer;
  private final AtomicReference<@Nullable Exception> refused = new AtomicReference<>();
  private @Nullable Future<RecordMetadata> last;

  /**
   * Opens a producer for {@code topic}.
   *
   * @throws io.portage.kafka.KafkaUnavailableException when no broker answers at the addresses
   */
  public EventPublisher(String bootstrapServers, String topic) {
    BrokerReachability.requireReachable(bootstrapServers);
    this.topic = topic;
    this.producer =
        new KafkaProducer<>(
            Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                ProducerConfig.ACKS_CONFIG,
                "all",
                ProducerConfig.LINGER_MS_CONFIG,
                5,
                ProducerConfig.MAX_BLOCK_MS_CONFIG,
                15_000,
                ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION,
                ONE_AT_A_TIME,
                ProducerConfig.BATCH_SIZE_CONFIG,
                BATCH_BYTES),
            new ByteArraySerializer(),
            new ByteArraySerializer());
  }

  /** Sends without waiting; {@link #flush} reports failures. */
  public void send(EventFile.Event event) {
    send(topic, event);
  }

  /** Sends to another topic, without waiting; {@link #flush} reports failures. */
  public void send(String other, EventFile.Event event) {
    last =
        producer.send(
            new ProducerRecord<>(
                other,
                event.partition(),
                event.timestamp(),
                event.key(),
                event.value(),
                event.headers()),
            (metadata, failure) -> {
              if (failure != null) {
                refused.compareAndSet(null, failure);
              }
            });
  }

  /**
   * Waits until every sent event is acknowledged.
   *
   * @return the coordinates of the last event, or null if none was sent
   */
  public @Nullable RecordMetadata flush() {
    producer.flush();
    @Nullable Exception failure = refused.getAndSet(null);
    if (failure != null) {
      throw refusal(failure);
    }
    try {
      return last == null ? null : last.get();
    } catch (ExecutionException failed) {
      throw refusal(failed.getCause() == null ? failed : failed.getCause());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new CommandException(ExitCode.FAILED, "interrupted", interrupted);
    }
  }

  private CommandException refusal(Throwable failure) {
    return new CommandException(
        ExitCode.FAILED,
        "cannot publish to topic "
            + topic
            + ": "
            + failure.getMessage()
            + (failure instanceof TimeoutException
                ? " (publish --create-topic creates a topic that does not exist)"
                : ""),
        failure);
  }

  @Override
  public void close() {
    producer.close();
  }
}
