package io.portage.launcher.status;

import io.portage.config.SourceConfig;
import io.portage.kafka.KafkaUnavailableException;
import io.portage.kafka.RecordScan;
import io.portage.kafka.TopicAdmin;
import io.portage.kafka.TopicAdmin.PartitionProgress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * The progress of a job's group in its topics.
 *
 * @param partitions all partitions
 * @param oldest the Kafka timestamp of the oldest record without a committed outcome; null if there
 *     is none, or if it was not read in time
 */
public record SourceLag(List<PartitionProgress> partitions, @Nullable Instant oldest) {
  /** The number of lagging partitions whose next record is read. */
  private static final int MOST = 16;

  private static final Duration PATIENCE = Duration.ofSeconds(2);

  /**
   * Reads the progress: five requests, and one record of each of the 16 partitions that lag most.
   *
   * @throws KafkaUnavailableException if the brokers do not answer
   */
  public static SourceLag read(SourceConfig source, Clock clock) {
    List<PartitionProgress> progress;
    try (TopicAdmin admin = TopicAdmin.open(source)) {
      progress = admin.progress(source.groupId(), admin.names(source.topicSelection()));
    }
    List<RecordScan.ScanRange> next =
        progress.stream()
            .filter(one -> one.lag() > 0)
            .sorted(Comparator.comparingLong(PartitionProgress::lag).reversed())
            .limit(MOST)
            .map(
                one ->
                    new RecordScan.ScanRange(
                        one.topic(), one.partition(), one.next(), one.next() + 1))
            .toList();
    LongStream.Builder times = LongStream.builder();
    RecordScan.read(source, next, PATIENCE, clock, record -> times.add(record.kafkaTime()));
    OptionalLong oldest = times.build().min();
    return new SourceLag(
        progress, oldest.isEmpty() ? null : Instant.ofEpochMilli(oldest.getAsLong()));
  }

  /** Returns the number of records without a committed outcome. */
  public long records() {
    return partitions.stream().mapToLong(PartitionProgress::lag).sum();
  }

  /** Returns the sum of the next offsets of all partitions. */
  public long committed() {
    return partitions.stream().mapToLong(PartitionProgress::next).sum();
  }

  /** Returns true if the group has committed an offset. */
  public boolean hasStarted() {
    return partitions.stream().anyMatch(one -> one.committed() != null);
  }

  /** Returns the number of records without a committed outcome in some topics. */
  public long recordsOf(List<String> topics) {
    return partitions.stream()
        .filter(one -> topics.contains(one.topic()))
        .mapToLong(PartitionProgress::lag)
        .sum();
  }
}
