package io.portage.verify;

import io.portage.verify.position.LogPosition;

/**
 * Tells whether every change below a position of the source has its outcome: it is written, or a
 * dead letter, or parked. Does not wait; the caller asks again. Thread-safe.
 */
@FunctionalInterface
public interface Barrier {
  /** The state of a barrier. */
  enum BarrierStatus {
    /** Every change below the position has its outcome, durable and visible. */
    PASSED,
    /** Some change below the position has no outcome yet, or is not known to have one. */
    NOT_YET,
    /** It cannot be found out: asking again does not help until something else is mended. */
    UNKNOWN
  }

  /**
   * The answer for one position.
   *
   * @param status the state
   * @param reason what is waited for, or why it is unknown; without row values
   */
  record BarrierState(BarrierStatus status, String reason) {
    /** The state of a barrier that is passed. */
    public static final BarrierState PASSED = new BarrierState(BarrierStatus.PASSED, "");

    /** Returns the state of a barrier that is not passed. */
    public static BarrierState notYet(String reason) {
      return new BarrierState(BarrierStatus.NOT_YET, reason);
    }

    /** Returns the state of a barrier that cannot be found out. */
    public static BarrierState unknown(String reason) {
      return new BarrierState(BarrierStatus.UNKNOWN, reason);
    }

    /** Returns true if the barrier is passed. */
    public boolean isPassed() {
      return status == BarrierStatus.PASSED;
    }
  }

  /** Returns the state of the barrier for {@code position}; a lower position may be asked later. */
  BarrierState state(LogPosition position);
}
