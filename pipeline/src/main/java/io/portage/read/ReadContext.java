package io.portage.read;

import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the readers of one job in one process share: the settings of the graph that runs, what is
 * known of the topics, and the time of each partition.
 *
 * <p>Found by the job's name and its group. Of several graphs of one job the one that was built
 * last is meant; a process that runs two jobs of one name and group at a time says so in its log,
 * and gives new readers of both the settings of the younger.
 */
final class ReadContext {
  private static final Logger LOG = LoggerFactory.getLogger(ReadContext.class);
  private static final Map<ReadContextKey, ReadContext> ALL = new ConcurrentHashMap<>();

  private final ReadSpec settings;
  private final SharedTopicAdmin topicAdmin;
  private final PartitionDiscovery discovery;
  private final Map<TopicPartition, PartitionWatermark> times = new ConcurrentHashMap<>();

  private record ReadContextKey(String job, String group) {
    static ReadContextKey of(ReaderStateKey handle) {
      return new ReadContextKey(handle.job(), handle.group());
    }
  }

  private ReadContext(ReadSpec settings) {
    this.settings = settings;
    this.topicAdmin = new SharedTopicAdmin(settings.source());
    this.discovery =
        new PartitionDiscovery(
            topicAdmin, Clock.systemUTC(), settings.source().discovery().interval());
  }

  /** Makes a graph's settings known, unless those of a younger one are. */
  static void register(ReaderStateKey handle, ReadSpec settings) {
    ALL.compute(
        ReadContextKey.of(handle),
        (key, known) -> {
          if (known == null) {
            return new ReadContext(settings);
          }
          boolean same = known.settings.graphId().equals(settings.graphId());
          if (same || settings.builtAt().isBefore(known.settings.builtAt())) {
            return known;
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
   * The run of this process that {@code handle} belongs to.
   *
   * @throws IllegalStateException when there is none
   */
  static ReadContext of(ReaderStateKey handle) {
    ReadContext current = ALL.get(ReadContextKey.of(handle));
    if (current == null) {
      throw new IllegalStateException(
          "the state is of job "
              + handle.job()
              + ", group "
              + handle.group()
              + ", and no such job runs here. Neither name nor group may change where a job goes on"
              + " from its state; start it without the state to go on from the committed offsets");
    }
    return current;
  }

  ReadSpec settings() {
    return settings;
  }

  SharedTopicAdmin topicAdmin() {
    return topicAdmin;
  }

  PartitionDiscovery discovery() {
    return discovery;
  }

  /**
   * The time of a partition, going on from {@code watermark}. A reader that only continues what
   * another in this process has left continues its time, too: how long the partition is idle, above
   * all, since some runners make a reader for every few seconds.
   */
  PartitionWatermark watermarkOf(TopicPartition partition, long watermark) {
    PartitionWatermark time =
        times.compute(
            partition,
            (key, known) ->
                known != null && known.resumesFrom(watermark)
                    ? known
                    : new PartitionWatermark(
                        settings.clock(), settings.source(), settings.mergeConfig(), watermark));
    time.resume();
    return time;
  }
}
