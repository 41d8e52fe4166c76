package io.portage.read;

import io.portage.config.SourceConfig;
import io.portage.kafka.KafkaClients;
import io.portage.kafka.StopOffsets;
import java.util.Map;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * Makes KafkaIO's consumers. The user's properties come in here and not through KafkaIO's
 * configuration, because that is shown in display data and they may hold secrets.
 */
final class TrackingConsumerFactory
    implements SerializableFunction<Map<String, Object>, Consumer<byte[], byte[]>> {
  private static final long serialVersionUID = 1;

  private final SourceConfig source;
  private final @Nullable StopOffsets stops;

  TrackingConsumerFactory(SourceConfig source, @Nullable StopOffsets stops) {
    this.source = source;
    this.stops = stops;
  }

  @Override
  public Consumer<byte[], byte[]> apply(Map<String, Object> asked) {
    Map<String, Object> required =
        new java.util.HashMap<>(KafkaClients.requiredConsumerProperties(source));
    // KafkaIO's second consumer, which only looks at the ends of partitions, has its own group.
    required
        .keySet()
        .forEach(name -> required.put(name, asked.getOrDefault(name, required.get(name))));
    Consumer<byte[], byte[]> real =
        new KafkaConsumer<>(
            KafkaClients.consumerProperties(source, required),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    return TrackingConsumer.around(real, new StartOffsets(source), stops);
  }
}
