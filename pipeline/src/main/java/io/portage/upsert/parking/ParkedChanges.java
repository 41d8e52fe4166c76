package io.portage.upsert.parking;

import io.portage.model.Change;
import io.portage.model.DeadLetter;
import io.portage.model.Reason;
import io.portage.model.RowKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BinaryOperator;

/**
 * The changes of one key that wait for another row.
 *
 * @param changes in the order in which they are to be written, at least one
 * @param cause why the first of them was refused the last time
 * @param attempts how often it was tried, at least 1
 * @param since when it was refused first, milliseconds since 1970
 * @param deadlineStart from when its time to wait counts, milliseconds since 1970
 * @param nextAt when it is to be tried again, milliseconds since 1970
 */
public record ParkedChanges(
    List<Change> changes,
    DeadLetter.FailureCause cause,
    int attempts,
    long since,
    long deadlineStart,
    long nextAt) {
  private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

  /** The first refusal of a change, {@code letter}, at {@code now}. */
  public static ParkedChanges first(DeadLetter letter, long now) {
    return new ParkedChanges(List.of(letter.change()), letter.cause(), 1, now, now, now + pause(1));
  }

  /** A change that is to be written after another one of its key, which may be spilled. */
  static ParkedChanges afterFirst(Change change, long now) {
    DeadLetter.FailureCause cause =
        DeadLetter.FailureCause.of(Reason.ROW_MISSING, "an earlier change of the row may wait");
    return new ParkedChanges(List.of(change), cause, 0, now, now, now);
  }

  public RowKey key() {
    return RowKey.of(changes.get(0));
  }

  /** The SQLState of the last refusal; the reason where the database did not refuse. */
  public String reason() {
    String sqlState = cause.sqlState();
    return sqlState == null ? cause.reason().name() : sqlState;
  }

  /**
   * The same with one change more: merged into another, since they wait as one, but not across a
   * change that moves the row.
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
   * What is left of it after a further refusal at {@code now}; {@code counts} tells whether the
   * time until then counts.
   */
  public ParkedChanges rescheduled(
      List<Change> left, DeadLetter.FailureCause newCause, long now, boolean counts) {
    int tried = attempts + 1;
    long from = counts ? deadlineStart : now;
    return new ParkedChanges(List.copyOf(left), newCause, tried, since, from, now + pause(tried));
  }

  /** Twice as long each time, up to the longest. */
  static long pause(int attempts) {
    return Math.min(LONGEST_PAUSE.toMillis(), FIRST_PAUSE.toMillis() << Math.min(attempts - 1, 10));
  }
}
