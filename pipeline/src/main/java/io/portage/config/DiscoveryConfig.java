package io.portage.config;

import java.io.Serializable;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a run that follows does about partitions and topics that are made while it runs.
 *
 * @param headroom how many partitions a topic may gain before the job must be started anew; null
 *     for as many as it has, at least {@link #MIN_HEADROOM}
 * @param interval how often new ones are looked for
 * @param waitForTopics whether a topic that does not exist is waited for; otherwise the job refuses
 *     to start
 */
public record DiscoveryConfig(@Nullable Integer headroom, Duration interval, boolean waitForTopics)
    implements Serializable {

  /** Room that a small topic has by default. */
  public static final int MIN_HEADROOM = 4;

  /** Room that a topic has by default that does not exist yet. */
  public static final int HEADROOM_OF_MISSING = 12;

  /** What holds where the configuration is silent. */
  public static final DiscoveryConfig DEFAULTS =
      new DiscoveryConfig(null, Duration.ofSeconds(20), false);

  /** The room of a topic that has {@code partitions} now; a missing one has none. */
  public int headroomFor(int partitions) {
    if (headroom != null) {
      return headroom;
    }
    return partitions == 0 ? HEADROOM_OF_MISSING : Math.max(MIN_HEADROOM, partitions);
  }
}
