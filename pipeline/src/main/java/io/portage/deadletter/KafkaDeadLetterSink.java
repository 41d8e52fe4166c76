package io.portage.deadletter;

import io.portage.config.SourceConfig;
import io.portage.kafka.KafkaClients;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Opens writers to a topic of the source's cluster.
 *
 * @param source the cluster and its Kafka properties
 * @param topic the topic
 * @param patience the time for which the producer retries before it fails
 * @param spill the folder for dead letters that are too large for the topic
 */
record KafkaDeadLetterSink(SourceConfig source, String topic, Duration patience, String spill)
    implements DeadLetterWriter.DeadLetterSink {
  /**
   * The producer retries this long during an outage; then the bundle fails, and the runner retries
   * it.
   */
  private static final Duration PATIENCE = Duration.ofHours(1);

  /** The producer's own limit; the topic's limit then applies after compression. */
  private static final int MAX_REQUEST_BYTES = 32 << 20;

  /** A sink of writers that retry for an hour, and spill to this folder. */
  static KafkaDeadLetterSink of(SourceConfig source, String topic, String spill) {
    return new KafkaDeadLetterSink(source, topic, PATIENCE, spill);
  }

  @Override
  public DeadLetterWriter open() {
    return new KafkaDeadLetterWriter(
        new KafkaProducer<>(
            properties(source, patience), new ByteArraySerializer(), new ByteArraySerializer()),
        topic,
        new FileDeadLetterSink(spill).open());
  }

  static Map<String, Object> properties(SourceConfig source, Duration patience) {
    Map<String, Object> properties = KafkaClients.producerProperties(source);
    // The configured interceptors are consumer interceptors, which a producer cannot use.
    properties.remove(ProducerConfig.INTERCEPTOR_CLASSES_CONFIG);
    properties.put(ProducerConfig.ACKS_CONFIG, "all");
    properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    properties.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
    properties.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, MAX_REQUEST_BYTES);
    properties.put(ProducerConfig.BUFFER_MEMORY_CONFIG, 2L * MAX_REQUEST_BYTES);
    properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, patience.toMillis());
    int millis = Math.toIntExact(patience.toMillis());
    properties.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, millis);
    properties.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, Math.min(30_000, millis));
    // One dead letter per batch: a batch that the topic rejects for its size cannot be split below
    // the batch size, and would be sent again and again.
    properties.put(ProducerConfig.BATCH_SIZE_CONFIG, 0);
    properties.put(ProducerConfig.LINGER_MS_CONFIG, 0L);
    return properties;
  }
}
