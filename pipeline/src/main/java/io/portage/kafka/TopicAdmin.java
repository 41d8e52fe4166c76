package io.portage.kafka;

import io.portage.config.SourceConfig;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Bounded questions to a cluster. Every answer comes within 15 seconds or not at all.
 *
 * <p>Not thread-safe; close it.
 */
public final class TopicAdmin implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private final String bootstrapServers;
  private final Admin admin;

  private TopicAdmin(String bootstrapServers, Admin admin) {
    this.bootstrapServers = bootstrapServers;
    this.admin = admin;
  }

  /**
   * Opens the cluster of a source. Nothing is asked yet.
   *
   * @throws KafkaUnavailableException when nothing listens at the addresses, or the client refuses
   *     them or the properties
   */
  public static TopicAdmin open(SourceConfig source) {
    BrokerReachability.requireReachable(source.bootstrapServers());
    Map<String, Object> properties = KafkaClients.adminProperties(source);
    properties.put(
        AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, Math.toIntExact(PATIENCE.toMillis()));
    properties.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, 10_000);
    try {
      return new TopicAdmin(source.bootstrapServers(), Admin.create(properties));
    } catch (KafkaException e) {
      throw new KafkaUnavailableException(
          "no Kafka client for " + source.bootstrapServers() + ": " + reason(e), e);
    }
  }

  /**
   * The topics' partitions: how many each has.
   *
   * @throws TopicMissingException when a topic does not exist
   * @throws KafkaUnavailableException when the brokers do not answer
   */
  public Map<String, TopicDescription> topics(Collection<String> topics) {
    Map<String, TopicDescription> found = new TreeMap<>();
    admin
        .describeTopics(topics)
        .topicNameValues()
        .forEach((topic, description) -> found.put(topic, await(topic, description)));
    return found;
  }

  /**
   * The same for those of {@code topics} that exist.
   *
   * @throws KafkaUnavailableException when the brokers do not answer
   */
  public Map<String, TopicDescription> describeExisting(Collection<String> topics) {
    Map<String, TopicDescription> found = new TreeMap<>();
    admin
        .describeTopics(topics)
        .topicNameValues()
        .forEach(
            (topic, description) -> {
              try {
                found.put(topic, await(topic, description));
              } catch (TopicMissingException missing) {
                found.remove(topic); // so the caller sees it
              }
            });
    return found;
  }

  /**
   * The last stable offsets of all partitions of {@code topics}.
   *
   * @throws TopicMissingException when a topic does not exist
   * @throws KafkaUnavailableException when the brokers do not answer
   */
  public Map<String, Map<Integer, Long>> endOffsets(Collection<String> topics) {
    Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
    topics(topics)
        .forEach(
            (topic, description) -> {
              for (TopicPartitionInfo info : description.partitions()) {
                asked.put(new TopicPartition(topic, info.partition()), OffsetSpec.latest());
              }
            });
    Map<String, Map<Integer, Long>> ends = new TreeMap<>();
    await(
            String.join(", ", topics),
            admin.listOffsets(asked, new ListOffsetsOptions(IsolationLevel.READ_COMMITTED)).all())
        .forEach(
            (partition, end) ->
                ends.computeIfAbsent(partition.topic(), t -> new TreeMap<>())
                    .put(partition.partition(), end.offset()));
    return ends;
  }

  /**
   * How long the topics keep a record at most; empty where one of them keeps some for ever, because
   * its time has no limit or because it keeps the last record of each key.
   *
   * @throws TopicMissingException when a topic does not exist
   * @throws KafkaUnavailableException when the brokers do not answer
   */
  public Optional<Duration> retention(Collection<String> topics) {
    Duration longest = Duration.ZERO;
    for (String topic : topics) {
      ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
      Config config = await(topic, admin.describeConfigs(List.of(resource)).all()).get(resource);
      long millis = Long.parseLong(config.get(TopicConfig.RETENTION_MS_CONFIG).value());
      String policy = config.get(TopicConfig.CLEANUP_POLICY_CONFIG).value();
      if (millis < 0 || !policy.equals(TopicConfig.CLEANUP_POLICY_DELETE)) {
        return Optional.empty();
      }
      longest = longest.toMillis() < millis ? Duration.ofMillis(millis) : longest;
    }
    return Optional.of(longest);
  }

  /**
   * Who takes part in a consumer group now: the members' client ids and hosts. A job of Portage
   * does not: it assigns its partitions itself.
   *
   * @throws KafkaUnavailableException when the brokers do not answer, or refuse to
   */
  public List<String> members(String groupId) {
    return await(groupId, admin.describeConsumerGroups(List.of(groupId)).all())
        .get(groupId)
        .members()
        .stream()
        .map(member -> member.clientId() + " at " + member.host())
        .sorted()
        .toList();
  }

  /**
   * Whether {@code group} has read all partitions up to {@code stops}: it has committed that offset
   * or a higher one, or there is nothing below it.
   *
   * @throws KafkaUnavailableException when the brokers do not answer
   */
  public boolean isRead(String group, StopOffsets stops) {
    Map<TopicPartition, Long> wanted = new HashMap<>();
    stops.forEach(
        (topic, partition, stop) -> wanted.put(new TopicPartition(topic, partition), stop));
    Map<TopicPartition, OffsetSpec> first = new HashMap<>();
    wanted.keySet().forEach(partition -> first.put(partition, OffsetSpec.earliest()));
    Map<TopicPartition, ListOffsetsResultInfo> beginnings =
        await("of the source", admin.listOffsets(first).all());
    Map<TopicPartition, OffsetAndMetadata> committed =
        await(
            "of the source",
            admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata(group));
    return wanted.entrySet().stream()
        .allMatch(
            stop -> {
              OffsetAndMetadata reached = committed.get(stop.getKey());
              long from =
                  reached == null ? beginnings.get(stop.getKey()).offset() : reached.offset();
              return from >= stop.getValue();
            });
  }

  private <T> T await(String topic, KafkaFuture<T> future) {
    try {
      return future.get(PATIENCE.toMillis() + 2_000, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unavailable("interrupted", e);
    } catch (TimeoutException e) {
      throw unavailable("no answer in " + PATIENCE.toSeconds() + " s", e);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      if (cause instanceof UnknownTopicOrPartitionException
          || cause instanceof InvalidTopicException) {
        throw new TopicMissingException(
            "topic " + topic + " does not exist on " + bootstrapServers, cause);
      }
      throw unavailable(reason(cause), cause);
    }
  }

  private KafkaUnavailableException unavailable(String why, Throwable cause) {
    return new KafkaUnavailableException("Kafka at " + bootstrapServers + ": " + why, cause);
  }

  private static String reason(Throwable e) {
    Throwable last = e;
    while (last.getCause() != null) {
      last = last.getCause();
    }
    return last.getMessage() == null ? last.getClass().getSimpleName() : last.getMessage();
  }

  @Override
  public void close() {
    admin.close(Duration.ofSeconds(2));
  }
}
