package io.portage.upsert.parking;

import io.portage.config.PortageConfig;
import java.io.Serializable;
import java.time.Duration;
import java.util.function.Predicate;
import org.joda.time.Instant;

/**
 * When the time counts that a row may wait for others. While there is a backlog the other row may
 * lie in it; so time counts while the watermark is near the clock, and in a bounded run from its
 * end on. As watermarks may stay behind for other reasons, it counts in the end all the same.
 *
 * @param bounded whether the run has an end
 * @param behindMillis how far behind the clock the watermark of a job without backlog may be
 * @param longestMillis after which time it counts in any case, unless the run has an end
 */
public record ParkingDeadline(boolean bounded, long behindMillis, long longestMillis)
    implements Serializable {
  private static final Duration NEAR = Duration.ofMinutes(1);
  private static final int AT_MOST_TIMES = 60;

  public static ParkingDeadline of(PortageConfig config, boolean bounded) {
    return new ParkingDeadline(
        bounded,
        NEAR.plus(config.latest().maxOutOfOrder()).toMillis(),
        config.target().parking().atMost().multipliedBy(AT_MOST_TIMES).toMillis());
  }

  /** Of which rows the time counts at {@code now}, before the end of the run. */
  public Predicate<ParkedChanges> whileRunning(long now, Instant watermark) {
    if (bounded) {
      return parkedChanges -> false;
    }
    boolean behind = watermark.getMillis() < now - behindMillis;
    return parkedChanges -> !behind || now - parkedChanges.since() >= longestMillis;
  }
}
