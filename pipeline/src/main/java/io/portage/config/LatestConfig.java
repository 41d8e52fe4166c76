package io.portage.config;

import java.io.Serializable;
import java.time.Duration;

/**
 * The merge of changes of one key before they are written.
 *
 * @param window length of the fixed windows, 10 s by default
 * @param maxOutOfOrder distance of the watermark to the newest change, 10 s by default
 * @param allowedLateness lateness from which {@code late} applies, 1 min by default
 * @param emitEvery interval of a window's early panes, 250 ms by default
 * @param late handling of late changes, {@link LatePolicy#APPLY} by default
 * @param shards number of writers that share the keys, 32 by default; fixed for a job's lifetime
 * @param shardsPerTable number of these writers that share the keys of one table; all of them by
 *     default, and {@link #SHARDS_OF_MANY} in a job of many tables; fixed for a job's lifetime
 * @param paneRows maximum number of rows in a batch of this stage, 50,000 by default
 */
public record LatestConfig(
    Duration window,
    Duration maxOutOfOrder,
    Duration allowedLateness,
    Duration emitEvery,
    LatePolicy late,
    int shards,
    int shardsPerTable,
    int paneRows)
    implements Serializable {
  /** The default of {@code shardsPerTable} in a job of many tables. */
  public static final int SHARDS_OF_MANY = 2;

  /** The greatest number of entries of {@code tables} of a job that has few tables. */
  public static final int MOST_OF_FEW = 16;

  /** The same with all shards for each table. */
  public LatestConfig(
      Duration window,
      Duration maxOutOfOrder,
      Duration allowedLateness,
      Duration emitEvery,
      LatePolicy late,
      int shards,
      int paneRows) {
    this(window, maxOutOfOrder, allowedLateness, emitEvery, late, shards, shards, paneRows);
  }

  /** The defaults. */
  public static final LatestConfig DEFAULTS =
      new LatestConfig(
          Duration.ofSeconds(10),
          Duration.ofSeconds(10),
          Duration.ofMinutes(1),
          Duration.ofMillis(250),
          LatePolicy.APPLY,
          32,
          50_000);

  /** The handling of a change that is later than {@code allowedLateness}. */
  public enum LatePolicy {
    /** The change is applied through the guard, and counted. */
    APPLY,
    /** The change becomes a dead letter with its lateness. */
    DEAD_LETTER
  }
}
