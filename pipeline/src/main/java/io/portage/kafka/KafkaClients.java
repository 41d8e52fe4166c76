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
 * Properties of Kafka clients for a source. The maps hold revealed secrets: hand them to a client,
 * never to a log, a display or a Beam transform.
 */
public final class KafkaClients {
  private static final Pattern SECRET =
      Pattern.compile("password|secret|credential|jaas|user\\.info|api\\.?key", CASE_INSENSITIVE);

  private KafkaClients() {}

  /**
   * What a consumer must have for Portage's guarantees, without anything the user gave: safe to
   * show.
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
        // An offset that is gone must be an error: a reset would pass over lost records.
        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
        "none",
        ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
        false);
  }

  /**
   * Properties of a consumer: good defaults for throughput, over them the user's, over all {@code
   * required}.
   */
  public static Map<String, Object> consumerProperties(
      SourceConfig source, Map<String, Object> required) {
    Map<String, Object> all = new HashMap<>();
    all.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 5_000);
    all.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, 4 * 1024 * 1024);
    all.put(ConsumerConfig.RECEIVE_BUFFER_CONFIG, 1024 * 1024);
    all.putAll(revealed(source));
    all.putAll(required);
    return all;
  }

  /** Properties of an administrator, to be completed with timeouts where those matter. */
  public static Map<String, Object> adminProperties(SourceConfig source) {
    return knownTo(AdminClientConfig.configNames(), source);
  }

  /** Properties of a producer, without serializers. */
  public static Map<String, Object> producerProperties(SourceConfig source) {
    return knownTo(ProducerConfig.configNames(), source);
  }

  /** The user's properties without what only consumers know: the client would warn about it. */
  private static Map<String, Object> knownTo(Set<String> client, SourceConfig source) {
    Map<String, Object> all = revealed(source);
    Set<String> consumers = ConsumerConfig.configNames();
    all.keySet().removeIf(name -> consumers.contains(name) && !client.contains(name));
    all.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, source.bootstrapServers());
    return all;
  }

  /** An administrator of the source's cluster; the caller closes it. */
  public static Admin admin(SourceConfig source) {
    return Admin.create(adminProperties(source));
  }

  /** Whether Kafka takes the property for a password, or its name says that it is one. */
  public static boolean isSecret(String property) {
    ConfigDef.ConfigKey known = ConsumerConfig.configDef().configKeys().get(property);
    ConfigDef.ConfigKey produced = ProducerConfig.configDef().configKeys().get(property);
    return (known != null && known.type() == ConfigDef.Type.PASSWORD)
        || (produced != null && produced.type() == ConfigDef.Type.PASSWORD)
        || SECRET.matcher(property).find();
  }

  private static Map<String, Object> revealed(SourceConfig source) {
    Map<String, Object> all = new HashMap<>();
    for (Map.Entry<String, Secret> property : source.properties().entrySet()) {
      all.put(property.getKey(), property.getValue().reveal());
    }
    return all;
  }
}
