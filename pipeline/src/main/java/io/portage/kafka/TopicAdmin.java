package io.portage.kafka;

import io.portage.config.SourceConfig;
import io.portage.config.TopicSelection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
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
import org.jspecify.annotations.Nullable;

/**
 * Queries a cluster. Every method returns or fails within about 15 seconds.
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
   * Opens an admin client for the source's cluster. Sends no request yet.
   *
   * @throws KafkaUnavailableException if no address accepts a connection, or if the client refuses
   *     the addresses or the properties
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
   * Returns the descriptions of the topics.
   *
   * @throws TopicMissingException if a topic does not exist
   * @throws KafkaUnavailableException if the brokers do not answer
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
   * Returns the names of a list, or those existing topics that a pattern selects.
   *
   * @throws KafkaUnavailableException if the brokers do not answer
   */
  public List<String> names(TopicSelection topics) {
    return topics.isPattern()
        ? await(topics.describe(), admin.listTopics().names()).stream()
            .filter(topics.filter())
            .sorted()
            .toList()
        : topics.names();
  }

  /**
   * Returns the descriptions of those of {@code topics} that exist.
   *
   * @throws KafkaUnavailableException if the brokers do not answer
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
                found.remove(topic); // missing from the result
              }
            });
    return found;
  }

  /**
   * Returns the last stable offsets of all partitions of {@code topics}.
   *
   * @throws TopicMissingException if a topic does not exist
   * @throws KafkaUnavailableException if the brokers do not answer
   */
  public Map<String, Map<Integer, Long>> endOffsets(Collection<String> topics) {
    Map<TopicPartition, OffsetSpec> requested = new HashMap<>();
    topics(topics)
        .forEach(
            (topic, description) -> {
              for (TopicPartitionInfo info : description.partitions()) {
                requested.put(new TopicPartition(topic, info.partition()), OffsetSpec.latest());
              }
            });
    Map<String, Map<Integer, Long>> ends = new TreeMap<>();
    await(
            String.join(", ", topics),
            admin
                .listOffsets(requested, new ListOffsetsOptions(IsolationLevel.READ_COMMITTED))
                .all())
        .forEach(
            (partition, end) ->
                ends.computeIfAbsent(partition.topic(), t -> new TreeMap<>())
                    .put(partition.partition(), end.offset()));
    return ends;
  }

  /**
   * Returns the longest retention time of the topics. Empty if a topic keeps records without a
   * limit: its retention time is unlimited, or it keeps the last record of each key.
   *
   * @throws TopicMissingException if a topic does not exist
   * @throws KafkaUnavailableException if the brokers do not answer
   */
  public Optional<Duration> retention(Collection<String> topics) {
    Duration longest = Duration.ZERO;
    for (String topic : topics) {
      ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
      Config config =
          BrokerAnswer.of(await(topic, admin.describeConfigs(List.of(resource)).all()), resource);
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
   * Returns the settings and the extent of a topic.
   *
   * @param group the consumer group whose commits tell what was read
   * @throws TopicMissingException if the topic does not exist
   * @throws KafkaUnavailableException if the brokers do not answer or refuse the request
   */
  public TopicSettings settings(String topic, String group) {
    List<TopicPartition> partitions =
        BrokerAnswer.of(topics(List.of(topic)), topic).partitions().stream()
            .map(info -> new TopicPartition(topic, info.partition()))
            .toList();
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
    Config config =
        BrokerAnswer.of(await(topic, admin.describeConfigs(List.of(resource)).all()), resource);
    Map<TopicPartition, OffsetSpec> first = new HashMap<>();
    Map<TopicPartition, OffsetSpec> last = new HashMap<>();
    for (TopicPartition partition : partitions) {
      first.put(partition, OffsetSpec.earliest());
      last.put(partition, OffsetSpec.latest());
    }
    Map<TopicPartition, ListOffsetsResultInfo> begins =
        await(topic, admin.listOffsets(first).all());
    Map<TopicPartition, ListOffsetsResultInfo> ends = await(topic, admin.listOffsets(last).all());
    Map<TopicPartition, OffsetAndMetadata> committed =
        await(topic, admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata(group));
    long records = 0;
    long removed = 0;
    long unread = 0;
    for (TopicPartition partition : partitions) {
      long begin = BrokerAnswer.of(begins, partition).offset();
      OffsetAndMetadata reached = committed.get(partition);
      records += BrokerAnswer.of(ends, partition).offset() - begin;
      removed += begin;
      unread += Math.max(0, begin - (reached == null ? 0 : reached.offset()));
    }
    return new TopicSettings(
        partitions.size(),
        config.get(TopicConfig.CLEANUP_POLICY_CONFIG).value(),
        Long.parseLong(config.get(TopicConfig.RETENTION_MS_CONFIG).value()),
        Long.parseLong(config.get(TopicConfig.RETENTION_BYTES_CONFIG).value()),
        records,
        removed,
        unread);
  }

  /**
   * Returns the client ids and hosts of the consumer group's members. A Portage job is not a
   * member: it assigns its partitions itself.
   *
   * @throws KafkaUnavailableException if the brokers do not answer or refuse the request
   */
  public List<String> members(String groupId) {
    return BrokerAnswer.of(
            await(groupId, admin.describeConsumerGroups(List.of(groupId)).all()), groupId)
        .members()
        .stream()
        .map(member -> member.clientId() + " at " + member.host())
        .sorted()
        .toList();
  }

  /**
   * Returns true if {@code group} has read all partitions up to {@code stops}: its committed offset
   * is at or above the stop, or no record is below the stop.
   *
   * @throws KafkaUnavailableException if the brokers do not answer
   */
  public boolean isRead(String group, StopOffsets stops) {
    return unread(group, stops).isEmpty();
  }

  /**
   * Returns the number of offsets below {@code stops} that {@code group} has not committed, by
   * {@code topic-partition}, sorted; partitions that are read up to their stop are not contained. A
   * partition without a committed offset counts from its first record.
   *
   * @throws KafkaUnavailableException if the brokers do not answer
   */
  public Map<String, Long> unread(String group, StopOffsets stops) {
    Map<TopicPartition, Long> stopOffsets = new HashMap<>();
    stops.forEach(
        (topic, partition, stop) -> stopOffsets.put(new TopicPartition(topic, partition), stop));
    Map<TopicPartition, OffsetSpec> first = new HashMap<>();
    stopOffsets.keySet().forEach(partition -> first.put(partition, OffsetSpec.earliest()));
    Map<TopicPartition, ListOffsetsResultInfo> beginnings =
        await("of the source", admin.listOffsets(first).all());
    Map<TopicPartition, OffsetAndMetadata> committed =
        await(
            "of the source",
            admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata(group));
    Map<String, Long> unread = new TreeMap<>();
    stopOffsets.forEach(
        (partition, stop) -> {
          OffsetAndMetadata reached = committed.get(partition);
          long from =
              reached == null ? BrokerAnswer.of(beginnings, partition).offset() : reached.offset();
          if (from < stop) {
            unread.put(partition.toString(), stop - from);
          }
        });
    return unread;
  }

  /**
   * The progress of a group in one partition.
   *
   * @param begin the first offset of the log
   * @param end the last stable offset
   * @param committed the group's offset, or null
   */
  public record PartitionProgress(
      String topic, int partition, long begin, long end, @Nullable Long committed) {
    /** Returns the first offset that the group has not finished. */
    public long next() {
      return committed == null ? begin : Math.max(begin, committed);
    }

    /** Returns the number of offsets at and above {@link #next}. */
    public long lag() {
      return Math.max(0, end - next());
    }
  }

  /**
   * Returns the progress of a group in the existing ones of {@code topics}, by topic and partition:
   * four requests.
   *
   * @throws KafkaUnavailableException if the brokers do not answer
   */
  public List<PartitionProgress> progress(String group, Collection<String> topics) {
    Map<TopicPartition, OffsetSpec> first = new HashMap<>();
    Map<TopicPartition, OffsetSpec> last = new HashMap<>();
    describeExisting(topics)
        .forEach(
            (topic, description) -> {
              for (TopicPartitionInfo info : description.partitions()) {
                TopicPartition partition = new TopicPartition(topic, info.partition());
                first.put(partition, OffsetSpec.earliest());
                last.put(partition, OffsetSpec.latest());
              }
            });
    var begins = admin.listOffsets(first).all();
    var ends = admin.listOffsets(last, new ListOffsetsOptions(IsolationLevel.READ_COMMITTED)).all();
    Map<TopicPartition, OffsetAndMetadata> committed =
        await(
            "of the source",
            admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata(group));
    Map<TopicPartition, ListOffsetsResultInfo> beginnings = await("of the source", begins);
    List<PartitionProgress> progress = new ArrayList<>();
    await("of the source", ends)
        .forEach(
            (partition, end) -> {
              OffsetAndMetadata reached = committed.get(partition);
              progress.add(
                  new PartitionProgress(
                      partition.topic(),
                      partition.partition(),
                      BrokerAnswer.of(beginnings, partition).offset(),
                      end.offset(),
                      reached == null ? null : reached.offset()));
            });
    progress.sort(
        Comparator.comparing(PartitionProgress::topic).thenComparing(PartitionProgress::partition));
    return progress;
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
