package io.portage.upsert.parking;

import io.portage.config.PortageConfig;
import java.io.Serializable;
import java.time.Duration;
import java.util.function.Predicate;
import org.joda.time.Instant;

/**
 * Decides if the time limit of a parked row runs.
 *
 * <p>In an unbounded run it runs while the watermark is near the clock, because otherwise the row
 * that a parked row needs may be in the backlog. A watermark can stay far from the clock for other
 * reasons; so the time limit always runs for a row that has been parked for a long time. In a
 * bounded run it begins at the end of the run.
 *
 * @param bounded true if the run has an end
 * @param behindMillis the greatest distance from the watermark to the clock without a backlog
 * @param longestMillis the time after which the limit of a parked row runs in spite of a backlog,
 *     unless the run has an end
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

  /** Returns the rows whose time limit runs at {@code now}, before the end of the run. */
  public Predicate<ParkedChanges> whileRunning(long now, Instant watermark) {
    if (bounded) {
      return parkedChanges -> false;
    }
    boolean backlog = watermark.getMillis() < now - behindMillis;
    return parkedChanges -> !backlog || now - parkedChanges.since() >= longestMillis;
  }
}
