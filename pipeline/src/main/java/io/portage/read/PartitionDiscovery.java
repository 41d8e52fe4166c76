package io.portage.read;

import io.portage.kafka.KafkaUnavailableException;
import io.portage.kafka.SourcePartitions;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The partitions and ids of the source's topics, looked up at an interval by one reader for all
 * readers of the process.
 *
 * <p>While the brokers do not answer, the last result is kept.
 */
final class PartitionDiscovery {
  private final TopicLookup lookUp;
  private final Clock clock;
  private final Duration every;
  private final ReentrantLock lookupLock = new ReentrantLock();
  private final Map<String, String> firstIds = new ConcurrentHashMap<>();
  private volatile Map<String, DiscoveredTopic> found = Map.of();
  private volatile long dueAt = Long.MIN_VALUE;

  /**
   * One discovered topic. With brokers that have no topic ids the id is {@link
   * SourcePartitions#NO_ID}.
   */
  record DiscoveredTopic(int partitions, String id) {}

  /** Looks topics up in the cluster. The result omits topics that do not exist. */
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
   * Looks the topics up if the interval has passed and no other thread does so.
   *
   * @throws KafkaUnavailableException if the brokers refuse the request
   */
  void discoverIfDue() {
    if (clock.millis() < dueAt || !lookupLock.tryLock()) {
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
      } // otherwise tried again after the interval; the readers wait for the brokers anyway
    } finally {
      dueAt = clock.millis() + every.toMillis();
      lookupLock.unlock();
    }
  }

  /** Returns the topics of the last look-up; the same object until the next look-up. */
  Map<String, DiscoveredTopic> found() {
    return found;
  }

  /**
   * Returns the number of partitions that the topic had at the last look-up; 0 if it did not exist.
   */
  int partitions(String topic) {
    DiscoveredTopic last = found.get(topic);
    return last == null ? 0 : last.partitions();
  }

  /**
   * Fails if the discovered topics do not match the partitions that readers were planned for.
   *
   * @throws SourceChangedException with a remedy in its message
   */
  void verifyReadersCover(SourcePartitions planned) {
    found.forEach((name, now) -> verifyReadersCover(name, now, planned));
  }

  private void verifyReadersCover(String name, DiscoveredTopic now, SourcePartitions all) {
    SourcePartitions.TopicPartitions planned = all.of(name);
    if (planned == null && !all.hasSlots()) {
      throw SourceChangedException.topicNotInState(name);
    }
    if (planned != null && !all.hasSlots() && now.partitions() > planned.capacity()) {
      throw SourceChangedException.headroomExceeded(name, now.partitions(), planned.capacity());
    }
    String first =
        planned == null || planned.id().isEmpty()
            ? firstIds.getOrDefault(name, now.id())
            : planned.id();
    if (!first.equals(now.id())) {
      throw SourceChangedException.topicRecreated(name);
    }
  }
}
