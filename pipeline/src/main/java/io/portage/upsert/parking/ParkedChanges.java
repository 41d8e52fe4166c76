package io.portage.upsert.parking;

import io.portage.model.BackOff;
import io.portage.model.Change;
import io.portage.model.DeadLetter;
import io.portage.model.Reason;
import io.portage.model.RowKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BinaryOperator;

/**
 * The parked changes of one key.
 *
 * @param changes in the order in which they are written, at least one
 * @param cause the last rejection of the first of them
 * @param attempts the number of attempts so far; 0 for a change that was never written
 * @param since the time of the first rejection, milliseconds since 1970
 * @param deadlineStart the time from which the time limit runs, milliseconds since 1970
 * @param nextAt the time of the next attempt, milliseconds since 1970
 */
public record ParkedChanges(
    List<Change> changes,
    DeadLetter.FailureCause cause,
    int attempts,
    long since,
    long deadlineStart,
    long nextAt) {
  private static final BackOff BACK_OFF =
      new BackOff(Duration.ofMillis(500), Duration.ofSeconds(10));

  /** Returns a parked change after its first rejection. */
  public static ParkedChanges first(DeadLetter deadLetter, long now) {
    return new ParkedChanges(
        List.of(deadLetter.change()), deadLetter.cause(), 1, now, now, now + pause(1));
  }

  /** Returns a change that must follow an older change of its key, which may be spilled. */
  static ParkedChanges afterFirst(Change change, long now) {
    DeadLetter.FailureCause cause =
        DeadLetter.FailureCause.of(
            Reason.ROW_MISSING, "an earlier change of the row may be parked");
    return new ParkedChanges(List.of(change), cause, 0, now, now, now);
  }

  public RowKey key() {
    return RowKey.of(changes.get(0));
  }

  /** Returns the SQLState of the last rejection, or its reason if it has none. */
  public String reason() {
    String sqlState = cause.sqlState();
    return sqlState == null ? cause.reason().name() : sqlState;
  }

  /** Returns the constraint of the last rejection, or {@link #reason} if it has none. */
  public String constraintOrReason() {
    String constraint = cause.constraint();
    return constraint == null ? reason() : constraint;
  }

  /**
   * Returns this with one more change. It is merged into a neighbor, but not across a key change.
   */
  public ParkedChanges plus(Change change, BinaryOperator<Change> merge) {
    List<Change> all = new ArrayList<>(changes);
    int at = all.size();
    while (at > 0 && all.get(at - 1).version().isAfter(change.version())) {
      at--;
    }
    if (at > 0 && all.get(at - 1).version().equals(change.version())) {
      all.set(at - 1, merge.apply(all.get(at - 1), change));
    } else if (at > 0 && !change.isUnmergeable(all.get(at - 1))) {
      all.set(at - 1, merge.apply(all.get(at - 1), change));
    } else if (at < all.size() && !all.get(at).isUnmergeable(change)) {
      all.set(at, merge.apply(all.get(at), change));
    } else {
      all.add(at, change);
    }
    return new ParkedChanges(List.copyOf(all), cause, attempts, since, deadlineStart, nextAt);
  }

  /**
   * Returns the rows after one more rejection. If the first change is no longer among them, the
   * next one was rejected for the first time: its attempts and its time limit restart, because it
   * could not be written while the first change was parked.
   *
   * @param left the changes that are still to be written, at least one
   * @param counts true if the time limit runs; false restarts it at {@code now}
   */
  public ParkedChanges rescheduled(
      List<Change> left, DeadLetter.FailureCause newCause, long now, boolean counts) {
    if (left.get(0).version().isAfter(changes.get(0).version())) {
      return new ParkedChanges(List.copyOf(left), newCause, 1, now, now, now + pause(1));
    }
    int tried = attempts + 1;
    long from = counts ? deadlineStart : now;
    return new ParkedChanges(List.copyOf(left), newCause, tried, since, from, now + pause(tried));
  }

  /**
   * Returns the rows after an attempt that ended before their first change was tried by itself; the
   * next attempt follows soon.
   *
   * @param left the changes that are still to be written, at least one
   * @param counts true if the time limit runs; false restarts it at {@code now}
   */
  public ParkedChanges postponed(List<Change> left, long now, boolean counts) {
    boolean same = !left.get(0).version().isAfter(changes.get(0).version());
    return new ParkedChanges(
        List.copyOf(left),
        cause,
        same ? attempts : 0,
        same ? since : now,
        same && counts ? deadlineStart : now,
        now + pause(1));
  }

  /**
   * Returns the changes after the first one, as parked since {@code now}: they could not be written
   * while the first one was parked. There is at least one.
   */
  public ParkedChanges withoutFirst(long now) {
    return new ParkedChanges(changes.subList(1, changes.size()), cause, 0, now, now, now);
  }

  /** Returns the milliseconds until the next attempt. */
  static long pause(int attempts) {
    return BACK_OFF.delay(attempts).toMillis();
  }
}
