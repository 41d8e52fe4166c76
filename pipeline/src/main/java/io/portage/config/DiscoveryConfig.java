package io.portage.config;

import java.io.Serializable;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The handling of partitions and topics that are created while an unbounded run reads.
 *
 * @param headroom the number of partitions that a topic may gain before the job must be restarted;
 *     null for as many as the topic has, at least {@link #MIN_HEADROOM}
 * @param interval the interval between checks for new partitions, 20 s by default
 * @param waitForTopics true if the job waits for a topic that does not exist; false, the default,
 *     if it refuses to start
 */
public record DiscoveryConfig(@Nullable Integer headroom, Duration interval, boolean waitForTopics)
    implements Serializable {

  /** The default headroom of a small topic, in partitions. */
  public static final int MIN_HEADROOM = 4;

  /** The default headroom of a topic that does not exist yet, in partitions. */
  public static final int HEADROOM_OF_MISSING = 12;

  /** The defaults. */
  public static final DiscoveryConfig DEFAULTS =
      new DiscoveryConfig(null, Duration.ofSeconds(20), false);

  /** Returns the headroom of a topic with {@code partitions} partitions, 0 for a missing topic. */
  public int headroomFor(int partitions) {
    if (headroom != null) {
      return headroom;
    }
    return partitions == 0 ? HEADROOM_OF_MISSING : Math.max(MIN_HEADROOM, partitions);
  }
}
