package io.portage.launcher;

import io.portage.kafka.Brokers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Sends events to one topic, in order, acknowledged by all replicas. Not thread-safe. */
public final class EventPublisher implements AutoCloseable {
  private final String topic;
  private final KafkaProducer<byte[], byte[]> producer;
  private final List<Future<RecordMetadata>> unacknowledged = new ArrayList<>();

  /**
   * Opens a producer for {@code topic}.
   *
   * @throws io.portage.kafka.KafkaUnavailableException when nothing listens at the addresses
   */
  public EventPublisher(String bootstrapServers, String topic) {
    Brokers.require(bootstrapServers);
    this.topic = topic;
    this.producer =
        new KafkaProducer<>(
            Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers,
                ProducerConfig.ACKS_CONFIG, "all",
                ProducerConfig.LINGER_MS_CONFIG, 5,
                ProducerConfig.MAX_BLOCK_MS_CONFIG, 15_000,
                ProducerConfig.BATCH_SIZE_CONFIG, 262_144),
            new ByteArraySerializer(),
            new ByteArraySerializer());
  }

  /** Sends without waiting; {@link #flush} tells whether it arrived. */
  public void send(EventFile.Event event) {
    unacknowledged.add(
        producer.send(
            new ProducerRecord<>(
                topic,
                event.partition(),
                event.timestamp(),
                event.key(),
                event.value(),
                event.headers())));
  }

  /** Waits until everything sent is acknowledged. */
  public RecordMetadata flush() {
    producer.flush();
    RecordMetadata last = null;
    try {
      for (Future<RecordMetadata> sent : unacknowledged) {
        last = sent.get();
      }
    } catch (ExecutionException refused) {
      throw new CommandException(
          ExitCode.FAILED,
          "topic " + topic + " did not take the events: " + refused.getCause().getMessage(),
          refused);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new CommandException(ExitCode.FAILED, "interrupted", interrupted);
    }
    unacknowledged.clear();
    return last;
  }

  @Override
  public void close() {
    producer.close();
  }
}
