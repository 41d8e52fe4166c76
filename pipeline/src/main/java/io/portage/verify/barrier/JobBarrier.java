package io.portage.verify.barrier;

import io.portage.config.PortageConfig;
import io.portage.config.SourceConfig;
import io.portage.kafka.KafkaUnavailableException;
import io.portage.kafka.StopOffsets;
import io.portage.kafka.TopicAdmin;
import io.portage.kafka.TopicMissingException;
import io.portage.verify.Barrier;
import io.portage.verify.barrier.ConnectorProgress.Delivered;
import io.portage.verify.log.LogExtent;
import io.portage.verify.position.LogPosition;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The barrier of a job: first its connector must have delivered the position; then the end offsets
 * of its topics are taken; then the group's committed offsets must have reached them, which follow
 * the outcomes of records.
 *
 * <p>A marker row that was seen in Kafka would prove less: other partitions may still wait for
 * their records.
 */
public final class JobBarrier implements Barrier {
  private static final int MOST_ENDS = 64;

  private final ConnectorProgress connector;
  private final TopicProgress topics;

  /** The topics' ends by the positions that were delivered before they were taken. */
  private final TreeMap<LogPosition, StopOffsets> ends = new TreeMap<>();

  private @Nullable LogPosition passed;

  /** True if the group is known to have committed an offset. */
  private boolean started;

  JobBarrier(ConnectorProgress connector, TopicProgress topics) {
    this.connector = connector;
    this.topics = topics;
  }

  /** The ends of a job's topics, and what of them has no outcome yet. */
  interface TopicProgress {
    /** Returns the present end offsets. */
    StopOffsets ends();

    /** Returns the numbers of offsets below {@code stops} without an outcome, by partition. */
    Map<String, Long> unread(StopOffsets stops);

    /** Returns the reason why no offset will be committed by waiting; empty if some may be. */
    String standstill();
  }

  /**
   * Returns the barrier of a job.
   *
   * @param idle true if the operator states that the source is idle and the connector has caught up
   */
  public static JobBarrier of(PortageConfig config, boolean idle) {
    return new JobBarrier(
        idle ? ConnectorProgress.IDLE : ConnectorProgress.of(config.source()),
        new KafkaProgress(config.source()));
  }

  @Override
  public synchronized BarrierState state(LogPosition position) {
    if (passed != null && passed.hasReached(position)) {
      return BarrierState.PASSED;
    }
    try {
      Map.Entry<LogPosition, StopOffsets> taken = ends.ceilingEntry(position);
      if (taken == null) {
        Delivered delivered = connector.delivered();
        if (!delivered.covers(position)) {
          return notDelivered(delivered, position);
        }
        ends.put(position, topics.ends());
        taken = ends.ceilingEntry(position);
      }
      Map<String, Long> unread = topics.unread(taken.getValue());
      if (!unread.isEmpty()) {
        trim();
        String standstill = started ? "" : topics.standstill();
        started = standstill.isEmpty();
        return standstill.isEmpty()
            ? BarrierState.notYet(text(unread))
            : BarrierState.unknown(standstill);
      }
      passed = taken.getKey();
      ends.headMap(passed, true).clear();
      return BarrierState.PASSED;
    } catch (KafkaUnavailableException | TopicMissingException unavailable) {
      return BarrierState.unknown(String.valueOf(unavailable.getMessage()));
    }
  }

  private static BarrierState notDelivered(Delivered delivered, LogPosition wanted) {
    LogPosition position = delivered.position();
    if (position == null) {
      return delivered.lasting()
          ? BarrierState.unknown(delivered.detail())
          : BarrierState.notYet(delivered.detail());
    }
    return BarrierState.notYet(
        "the connector is "
            + wanted.distanceFrom(position)
            + " below "
            + wanted
            + ": "
            + delivered.detail());
  }

  private static String text(Map<String, Long> unread) {
    long records = unread.values().stream().mapToLong(count -> count).sum();
    return records
        + " offsets without an outcome in "
        + unread.size()
        + (unread.size() == 1 ? " partition (" : " partitions (first ")
        + unread.keySet().iterator().next()
        + "): the job is behind, or rows are parked";
  }

  private void trim() {
    while (ends.size() > MOST_ENDS) {
      ends.pollFirstEntry();
    }
  }

  /** The topics and the group of a source. */
  private record KafkaProgress(SourceConfig source) implements TopicProgress {
    @Override
    public StopOffsets ends() {
      return StopOffsets.resolve(source);
    }

    @Override
    public Map<String, Long> unread(StopOffsets stops) {
      try (TopicAdmin admin = TopicAdmin.open(source)) {
        return admin.unread(source.groupId(), stops);
      }
    }

    @Override
    public String standstill() {
      return LogExtent.now(source).isStarted() ? "" : LogExtent.notStarted(source.groupId());
    }
  }
}
