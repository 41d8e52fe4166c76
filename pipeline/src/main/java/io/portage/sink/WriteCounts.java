package io.portage.sink;

import io.portage.model.GuardResult;

/**
 * The number of changes per guard result.
 *
 * @param applied written
 * @param duplicate not written: the target has the same version
 * @param stale not written: the target has a newer version
 */
public record WriteCounts(int applied, int duplicate, int stale) {
  public static final WriteCounts NONE = new WriteCounts(0, 0, 0);

  private static final WriteCounts APPLIED = new WriteCounts(1, 0, 0);
  private static final WriteCounts DUPLICATE = new WriteCounts(0, 1, 0);
  private static final WriteCounts STALE = new WriteCounts(0, 0, 1);

  /** Returns the counts of a single change. */
  static WriteCounts of(GuardResult guardResult) {
    return switch (guardResult) {
      case APPLIED -> APPLIED;
      case DUPLICATE -> DUPLICATE;
      case STALE -> STALE;
    };
  }

  /** Returns the sum. */
  public WriteCounts plus(WriteCounts other) {
    return new WriteCounts(
        applied + other.applied, duplicate + other.duplicate, stale + other.stale);
  }

  /** Returns this with {@code fewer} fewer stale changes. */
  public WriteCounts lessStale(int fewer) {
    return new WriteCounts(applied, duplicate, stale - fewer);
  }

  /** Returns the guard result of a single change. */
  GuardResult guardResult() {
    if (applied > 0) {
      return GuardResult.APPLIED;
    }
    return duplicate > 0 ? GuardResult.DUPLICATE : GuardResult.STALE;
  }
}
