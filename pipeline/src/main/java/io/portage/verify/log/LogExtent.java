package io.portage.verify.log;

import io.portage.config.SourceConfig;
import io.portage.kafka.RecordScan.ScanRange;
import io.portage.kafka.TopicAdmin;
import io.portage.kafka.TopicAdmin.PartitionProgress;
import io.portage.model.Coordinates;
import io.portage.model.Version;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The offsets of the topics at one time, and how far the group had come then. Immutable.
 *
 * @param partitions by topic and number
 */
public record LogExtent(List<PartitionProgress> partitions) {
  /** Copies the list. */
  public LogExtent {
    partitions = List.copyOf(partitions);
  }

  /**
   * Returns the present extent.
   *
   * @throws io.portage.kafka.TopicMissingException if a topic does not exist and the configuration
   *     does not wait for it
   * @throws io.portage.kafka.KafkaUnavailableException if the brokers do not answer
   */
  public static LogExtent now(SourceConfig source) {
    try (TopicAdmin admin = TopicAdmin.open(source)) {
      Collection<String> topics = admin.names(source.topicSelection());
      if (!source.discovery().waitForTopics()) {
        topics = admin.topics(topics).keySet();
      }
      return new LogExtent(admin.progress(source.groupId(), topics));
    }
  }

  /** Returns the ranges from the beginning of the log to the ends. */
  List<ScanRange> whole() {
    return partitions.stream()
        .map(one -> new ScanRange(one.topic(), one.partition(), one.begin(), one.end()))
        .toList();
  }

  /** Returns the ranges from these ends to those of a later extent. */
  List<ScanRange> until(LogExtent later) {
    Map<String, Long> ends = new HashMap<>();
    partitions.forEach(one -> ends.put(one.topic() + "-" + one.partition(), one.end()));
    List<ScanRange> ranges = new ArrayList<>();
    for (PartitionProgress one : later.partitions) {
      long from = ends.getOrDefault(one.topic() + "-" + one.partition(), one.begin());
      ranges.add(
          new ScanRange(one.topic(), one.partition(), Math.max(from, one.begin()), one.end()));
    }
    return ranges;
  }

  /** Returns the number of offsets. */
  long size() {
    return partitions.stream().mapToLong(one -> one.end() - one.begin()).sum();
  }

  /**
   * Returns the number of offsets below the ends of {@code earlier} that the group had not
   * committed at the time of this extent.
   */
  long unread(LogExtent earlier) {
    long unread = 0;
    for (ScanRange range : earlier.whole()) {
      PartitionProgress one = progress(range.topic(), range.partition());
      long next = one == null ? range.from() : one.next();
      unread += Math.max(0, range.to() - Math.max(next, range.from()));
    }
    return unread;
  }

  /** Returns true if the group has a committed offset. */
  public boolean isStarted() {
    return partitions.stream().anyMatch(one -> one.committed() != null);
  }

  /** Returns the text for a group without committed offsets. */
  public static String notStarted(String group) {
    return "the group "
        + group
        + " has no committed offsets: has `portage run` been started? What differs stays undecided";
  }

  /** Returns true if the group has committed beyond a record: it has its outcome. */
  boolean hasOutcome(Coordinates record) {
    PartitionProgress one = progress(record.topic(), record.partition());
    return one != null && one.committed() != null && one.committed() > record.offset();
  }

  /**
   * Returns true if the record of a version, in whichever of the topics, is below the ends. False
   * for versions that no record has.
   */
  boolean contains(Version version) {
    boolean some = false;
    for (PartitionProgress one : partitions) {
      if (one.partition() == version.partition()) {
        some = true;
        if (version.offset() >= one.end()) {
          return false;
        }
      }
    }
    return some;
  }

  private @Nullable PartitionProgress progress(String topic, int partition) {
    for (PartitionProgress one : partitions) {
      if (one.partition() == partition && one.topic().equals(topic)) {
        return one;
      }
    }
    return null;
  }
}
