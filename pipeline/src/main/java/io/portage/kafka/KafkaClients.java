package io.portage.kafka;

import static java.util.regex.Pattern.CASE_INSENSITIVE;

import io.portage.config.Secret;
import io.portage.config.SourceConfig;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigDef;

/**
 * Properties of the Kafka clients of a source. The maps contain revealed secrets: pass them to a
 * client, never to a log, display data or a Beam transform.
 */
public final class KafkaClients {
  private static final Pattern SECRET =
      Pattern.compile("password|secret|credential|jaas|user\\.info|api\\.?key", CASE_INSENSITIVE);

  private KafkaClients() {}

  /**
   * Returns the consumer properties that Portage's guarantees require, without the user's
   * properties: safe to display.
   */
  public static Map<String, Object> requiredConsumerProperties(SourceConfig source) {
    return Map.of(
        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
        source.bootstrapServers(),
        ConsumerConfig.GROUP_ID_CONFIG,
        source.groupId(),
        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
        false,
        ConsumerConfig.ISOLATION_LEVEL_CONFIG,
        "read_committed",
        // Offsets that are no longer in the log must be an error: a reset would skip lost records.
        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
        "none",
        ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
        false);
  }

  /**
   * Returns the properties of a single consumer: defaults for throughput, overridden by the user's,
   * overridden by {@code required}.
   */
  public static Map<String, Object> consumerProperties(
      SourceConfig source, Map<String, Object> required) {
    return consumerProperties(source, FetchLimits.GREATEST, required);
  }

  /** Returns the properties of one of several consumers; the user's override {@code limits}. */
  public static Map<String, Object> consumerProperties(
      SourceConfig source, FetchLimits limits, Map<String, Object> required) {
    Map<String, Object> all = new HashMap<>();
    all.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, limits.records());
    all.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, limits.partitionBytes());
    all.put(ConsumerConfig.RECEIVE_BUFFER_CONFIG, 1024 * 1024);
    // To prepare the client's metrics for a broker that collects them takes most of the time in
    // which a consumer is created.
    all.put(ConsumerConfig.ENABLE_METRICS_PUSH_CONFIG, false);
    all.putAll(revealed(source));
    all.putAll(required);
    return all;
  }

  /** Returns the properties of an admin client; the caller adds timeouts where needed. */
  public static Map<String, Object> adminProperties(SourceConfig source) {
    return knownTo(AdminClientConfig.configNames(), source);
  }

  /** Returns the properties of a producer, without serializers. */
  public static Map<String, Object> producerProperties(SourceConfig source) {
    return knownTo(ProducerConfig.configNames(), source);
  }

  /**
   * Returns the user's properties without those that the client does not have; it would log a
   * warning about them.
   */
  private static Map<String, Object> knownTo(Set<String> client, SourceConfig source) {
    Map<String, Object> all = revealed(source);
    Set<String> consumers = ConsumerConfig.configNames();
    all.keySet().removeIf(name -> consumers.contains(name) && !client.contains(name));
    all.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, source.bootstrapServers());
    return all;
  }

  /** Opens an admin client for the source's cluster; the caller closes it. */
  public static Admin admin(SourceConfig source) {
    return Admin.create(adminProperties(source));
  }

  /** Returns true if Kafka defines the property as a password or its name says that it is one. */
  public static boolean isSecret(String property) {
    ConfigDef.ConfigKey known = ConsumerConfig.configDef().configKeys().get(property);
    ConfigDef.ConfigKey produced = ProducerConfig.configDef().configKeys().get(property);
    return (known != null && known.type() == ConfigDef.Type.PASSWORD)
        || (produced != null && produced.type() == ConfigDef.Type.PASSWORD)
        || SECRET.matcher(property).find();
  }

  private static Map<String, Object> revealed(SourceConfig source) {
    Map<String, Object> all = new HashMap<>();
    for (Map.Entry<String, Secret> property : source.kafka().properties().entrySet()) {
      all.put(property.getKey(), property.getValue().reveal());
    }
    return all;
  }
}
