package io.portage.read;

import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The state shared by the readers of one job in one process: the settings of the current graph, the
 * discovered topics and the watermark of each partition.
 *
 * <p>A context is found by the job's name and consumer group. Among several graphs of one job, the
 * one built last is current. If one process runs two jobs with the same name and group, a warning
 * is logged, unless the older one is stopped, and new readers of both use the settings of the newer
 * graph.
 */
final class ReadContext {
  private static final Logger LOG = LoggerFactory.getLogger(ReadContext.class);
  private static final Map<ReadContextKey, ReadContext> ALL = new ConcurrentHashMap<>();

  private final ReadSpec settings;
  private final SharedTopicAdmin topicAdmin;
  private final PartitionDiscovery discovery;
  private final Predicate<String> topics;
  private final Map<TopicPartition, PartitionWatermark> times = new ConcurrentHashMap<>();
  private final Map<TopicPartition, SlotPositions> slotPositions = new ConcurrentHashMap<>();
  private final Map<TopicPartition, SlotWatermark> slotTimes = new ConcurrentHashMap<>();
  private final Map<TopicPartition, Long> positions = new ConcurrentHashMap<>();
  private volatile boolean stopped;

  private record ReadContextKey(String job, String group) {
    static ReadContextKey of(ReaderStateKey handle) {
      return new ReadContextKey(handle.job(), handle.group());
    }
  }

  private ReadContext(ReadSpec settings) {
    this.settings = settings;
    this.topics = settings.source().topicSelection().filter();
    this.topicAdmin = new SharedTopicAdmin(settings.source());
    this.discovery =
        new PartitionDiscovery(
            topicAdmin, Clock.systemUTC(), settings.source().discovery().interval());
  }

  /** Registers a graph's settings, unless a newer graph is registered. */
  static void register(ReaderStateKey handle, ReadSpec settings) {
    ALL.compute(
        ReadContextKey.of(handle),
        (key, known) -> {
          if (known == null) {
            return new ReadContext(settings);
          }
          boolean sameGraph = known.settings.graphId().equals(settings.graphId());
          if (sameGraph || settings.builtAt().isBefore(known.settings.builtAt())) {
            return known;
          }
          if (known.stopped) {
            return new ReadContext(settings);
          }
          LOG.warn(
              "Job {}, group {}: readers that open from now on in this process use the"
                  + " configuration of {}, no longer that of {}",
              key.job(),
              key.group(),
              settings.builtAt(),
              known.settings.builtAt());
          return new ReadContext(settings);
        });
  }

  /**
   * Returns the context that {@code handle} belongs to.
   *
   * @throws IllegalStateException if no such job runs in this process
   */
  static ReadContext of(ReaderStateKey handle) {
    ReadContext current = ALL.get(ReadContextKey.of(handle));
    if (current == null) {
      throw new IllegalStateException(
          "the state belongs to job "
              + handle.job()
              + ", group "
              + handle.group()
              + ", which does not run in this process. A job that starts from its state must keep"
              + " its name and group; without the state it starts from the committed offsets");
    }
    return current;
  }

  /** Returns the context of a job, or null if no reader of it has opened in this process. */
  static @Nullable ReadContext of(String job, String group) {
    return ALL.get(new ReadContextKey(job, group));
  }

  ReadSpec settings() {
    return settings;
  }

  /** Makes the readers return no further records, for the rest of this context's life. */
  void stop() {
    stopped = true;
  }

  boolean isStopped() {
    return stopped;
  }

  /** Notes that the readers have returned all records below these offsets. */
  void returned(Map<TopicPartition, Long> next) {
    next.forEach((partition, offset) -> positions.merge(partition, offset, Math::max));
  }

  /** Returns the offset after the last returned record of each partition that has one. */
  Map<TopicPartition, Long> positions() {
    return Map.copyOf(positions);
  }

  SharedTopicAdmin topicAdmin() {
    return topicAdmin;
  }

  PartitionDiscovery discovery() {
    return discovery;
  }

  /** Returns true if the configuration selects the topic. */
  boolean isSource(String topic) {
    return topics.test(topic);
  }

  /** Returns the positions of the partitions of a slot. */
  SlotPositions slotPositions(TopicPartition slot) {
    return slotPositions.computeIfAbsent(slot, key -> new SlotPositions());
  }

  /** Returns the watermark of a slot, as {@link #watermarkOf} that of a partition. */
  SlotWatermark slotWatermarkOf(TopicPartition slot, long watermark) {
    SlotWatermark time =
        slotTimes.compute(
            slot,
            (key, known) ->
                known != null && known.resumesFrom(watermark)
                    ? known
                    : new SlotWatermark(this::newWatermark, watermark));
    time.resume();
    return time;
  }

  private PartitionWatermark newWatermark(long watermark) {
    return new PartitionWatermark(
        settings.clock(), settings.source(), settings.mergeConfig(), watermark);
  }

  /**
   * Returns the watermark of a partition, starting at {@code watermark}. A reader that continues
   * where another reader of this process stopped shares its object, above all its idle time,
   * because some runners make a new reader every few seconds.
   */
  PartitionWatermark watermarkOf(TopicPartition partition, long watermark) {
    PartitionWatermark time =
        times.compute(
            partition,
            (key, known) ->
                known != null && known.resumesFrom(watermark) ? known : newWatermark(watermark));
    time.resume();
    return time;
  }
}
