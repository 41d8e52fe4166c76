package io.portage.config;

import java.io.Serializable;
import java.time.Duration;

/**
 * How changes of one key are merged before they are written.
 *
 * @param window length of the fixed windows, 10 s by default
 * @param maxOutOfOrder how far the watermark stays behind the newest change, 10 s by default
 * @param allowedLateness how late a change may be before {@code late} applies, 1 min by default
 * @param emitEvery how often a window gives early results, 500 ms by default
 * @param late what becomes of changes that are later than that, {@link LatePolicy#APPLY} by default
 * @param shards how many writers the keys are spread over, 32 by default; fixed for a job's life
 * @param paneRows most rows of a batch that leaves the stage, 50,000 by default
 */
public record LatestConfig(
    Duration window,
    Duration maxOutOfOrder,
    Duration allowedLateness,
    Duration emitEvery,
    LatePolicy late,
    int shards,
    int paneRows)
    implements Serializable {
  /** The defaults. */
  public static final LatestConfig DEFAULTS =
      new LatestConfig(
          Duration.ofSeconds(10),
          Duration.ofSeconds(10),
          Duration.ofMinutes(1),
          Duration.ofMillis(500),
          LatePolicy.APPLY,
          32,
          50_000);

  /** What becomes of a change that is later than {@code allowedLateness}. */
  public enum LatePolicy {
    /** It is applied through the guard, and counted. */
    APPLY,
    /** It becomes a dead letter that says how late it was. */
    DEAD_LETTER
  }
}
