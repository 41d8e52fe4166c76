package io.portage.read;

import io.portage.config.SourceConfig;
import io.portage.kafka.KafkaClients;
import java.util.HashMap;
import java.util.Map;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Makes KafkaIO's consumers. The user's properties come in here and not through KafkaIO's
 * configuration, because that is shown in display data and they may hold secrets.
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
  public Consumer<byte[], byte[]> apply(Map<String, Object> asked) {
    ReadContext current = plan.context();
    SourceConfig source = current.settings().source();
    Map<String, Object> required = new HashMap<>(KafkaClients.requiredConsumerProperties(source));
    // KafkaIO's second consumer, which only looks at the ends of partitions, has its own group.
    // Where the brokers are is not KafkaIO's to say: it may come from a state with older settings.
    required.replaceAll(
        (name, value) -> name.equals(BOOTSTRAP) ? value : asked.getOrDefault(name, value));
    Map<String, Object> properties = KafkaClients.consumerProperties(source, required);
    return TrackingConsumer.around(
        new LazyConsumer(
            () ->
                new KafkaConsumer<>(
                    properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())),
        new PartitionAvailability(plan, current),
        new StartOffsets(source),
        current.settings().stops());
  }
}
