package io.portage.read;

import io.portage.config.SourceConfig;
import io.portage.kafka.FetchLimits;
import io.portage.kafka.KafkaClients;
import java.util.HashMap;
import java.util.Map;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Makes KafkaIO's consumers. The user's properties are added here and not through KafkaIO's
 * configuration, because they may hold secrets and KafkaIO shows its configuration in display data.
 */
final class TrackingConsumerFactory
    implements SerializableFunction<Map<String, Object>, Consumer<byte[], byte[]>> {
  private static final long serialVersionUID = 1;
  private static final String BOOTSTRAP = ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG;

  private final SerializableReadSpec plan;

  TrackingConsumerFactory(SerializableReadSpec plan) {
    this.plan = plan;
  }

  @Override
  public Consumer<byte[], byte[]> apply(Map<String, Object> requested) {
    ReadContext current = plan.context();
    SourceConfig source = current.settings().source();
    Map<String, Object> required = new HashMap<>(KafkaClients.requiredConsumerProperties(source));
    // KafkaIO's second consumer, which only reads end offsets, keeps its own group id. The
    // bootstrap servers come from the current settings: KafkaIO's may come from older state.
    required.replaceAll(
        (name, value) -> name.equals(BOOTSTRAP) ? value : requested.getOrDefault(name, value));
    Map<String, Object> properties =
        KafkaClients.consumerProperties(source, limits(current.settings()), required);
    return TrackingConsumer.around(
        new LazyConsumer(
            () ->
                new KafkaConsumer<>(
                    properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())),
        new PartitionAvailability(plan, current),
        new StartOffsets(source),
        current.settings().stops(),
        current.settings().chunkRecords());
  }

  private FetchLimits limits(ReadSpec settings) {
    int partitions = plan.handle().partitions().readable();
    return FetchLimits.of(
        Math.min(partitions, settings.mostReaders()), partitions, Runtime.getRuntime().maxMemory());
  }
}
