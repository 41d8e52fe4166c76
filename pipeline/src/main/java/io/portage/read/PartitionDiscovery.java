package io.portage.read;

import io.portage.kafka.KafkaUnavailableException;
import io.portage.kafka.SourcePartitions;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What the cluster has of the source's topics, looked up now and then by whichever reader comes
 * first, for all readers of the process.
 *
 * <p>While the brokers do not answer, what was found last holds.
 */
final class PartitionDiscovery {
  private final TopicLookup lookUp;
  private final Clock clock;
  private final Duration every;
  private final ReentrantLock looking = new ReentrantLock();
  private final Map<String, String> firstIds = new ConcurrentHashMap<>();
  private volatile Map<String, DiscoveredTopic> found = Map.of();
  private volatile long dueAt = Long.MIN_VALUE;

  /** One topic as it was found; of an old broker the id is {@link SourcePartitions#NO_ID}. */
  record DiscoveredTopic(int partitions, String id) {}

  /** Asks the cluster; topics that do not exist are not in the answer. */
  @FunctionalInterface
  interface TopicLookup {
    Map<String, DiscoveredTopic> lookUp();
  }

  PartitionDiscovery(TopicLookup lookUp, Clock clock, Duration every) {
    this.lookUp = lookUp;
    this.clock = clock;
    this.every = every;
  }

  /**
   * Looks, if it is time and nobody else does.
   *
   * @throws KafkaUnavailableException when the brokers refuse to tell
   */
  void discoverIfDue() {
    if (clock.millis() < dueAt || !looking.tryLock()) {
      return;
    }
    try {
      if (clock.millis() >= dueAt) {
        found = lookUp.lookUp();
        found.forEach((topic, now) -> firstIds.putIfAbsent(topic, now.id()));
      }
    } catch (KafkaUnavailableException e) {
      if (e.isRefusal()) {
        throw e;
      } // otherwise asked again when it is due; the readers wait for the brokers anyway
    } finally {
      dueAt = clock.millis() + every.toMillis();
      looking.unlock();
    }
  }

  /** How many partitions a topic was found to have. */
  int partitions(String topic) {
    DiscoveredTopic last = found.get(topic);
    return last == null ? 0 : last.partitions();
  }

  /**
   * Fails where what was found does not fit what the readers were made for.
   *
   * @throws SourceChangedException with what to do
   */
  void verifyReadersCover(SourcePartitions made) {
    found.forEach((name, now) -> verifyReadersCover(name, now, made.of(name)));
  }

  private void verifyReadersCover(
      String name, DiscoveredTopic now, SourcePartitions.@Nullable TopicPartitions made) {
    if (made == null) {
      throw SourceChangedException.topicNotInState(name);
    }
    if (now.partitions() > made.capacity()) {
      throw SourceChangedException.headroomExceeded(name, now.partitions(), made.capacity());
    }
    String first = made.id().isEmpty() ? firstIds.getOrDefault(name, now.id()) : made.id();
    if (!first.equals(now.id())) {
      throw SourceChangedException.topicRecreated(name);
    }
  }
}
