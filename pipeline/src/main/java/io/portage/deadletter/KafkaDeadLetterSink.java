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
 * @param source the cluster, and the user's properties for it
 * @param topic the topic
 * @param patience how long the producer itself tries before it gives up
 * @param spill the folder for letters that are too large for the topic
 */
record KafkaDeadLetterSink(SourceConfig source, String topic, Duration patience, String spill)
    implements DeadLetterWriter.DeadLetterSink {
  /** An outage is waited out this long; then the bundle fails, and the runner tries it again. */
  private static final Duration PATIENCE = Duration.ofHours(1);

  /** What the producer lets through; the topic's own limit then decides after compression. */
  private static final int MAX_REQUEST_BYTES = 32 << 20;

  /** Writers that wait long, and spill to this folder. */
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
    // An interceptor that was given for the consumers is none for a producer.
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
    // Each letter a batch of its own: a batch that the topic refuses for its size cannot be split
    // to
    // less than a batch's size, and would be sent again and again.
    properties.put(ProducerConfig.BATCH_SIZE_CONFIG, 0);
    properties.put(ProducerConfig.LINGER_MS_CONFIG, 0L);
    return properties;
  }
}
