package io.portage.upsert;

import io.portage.config.TargetConfig.Waiting;
import io.portage.model.Change;
import io.portage.model.DeadLetter;
import io.portage.model.DeadLetter.Cause;
import io.portage.model.RowKey;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BinaryOperator;
import java.util.function.Predicate;

/**
 * Writes the changes of one shard, and sets aside those that wait for other rows.
 *
 * <p>A change whose key waits joins it: were it written ahead, what it lacks would be lost. What
 * has waited too long is tried alone once more and is then a dead letter. Not thread-safe.
 */
final class ShardWriter {
  private static final String EXCHANGE =
      "; if it exchanges the value with another dead letter, make the constraint DEFERRABLE, or"
          + " give one of the rows another value by hand, and replay both";

  private final BatchWriter writer;
  private final Exchange exchange;
  private final long longestWait;
  private final boolean verdicts;
  private final BinaryOperator<Change> merge;
  private final Clock clock;

  /**
   * A writer for shards.
   *
   * @param verdicts whether each change that is written alone gets an outcome of its own
   * @param merge joins two changes of a key
   */
  ShardWriter(
      BatchWriter writer,
      Exchange exchange,
      Waiting waiting,
      boolean verdicts,
      BinaryOperator<Change> merge,
      Clock clock) {
    this.writer = writer;
    this.exchange = exchange;
    this.merge = merge;
    this.longestWait = waiting.atMost().toMillis();
    this.verdicts = verdicts;
    this.clock = clock;
  }

  /** Writes {@code changes}; those that are to wait are in {@code waiting} afterwards. */
  Flushed write(List<Change> changes, WaitingRows waiting) {
    Flushed flushed = new Flushed(verdicts);
    long now = clock.millis();
    List<Change> free = changes;
    if (!waiting.isEmpty()) {
      free = changes.stream().filter(change -> !waiting.join(change, now)).toList();
    }
    writer.write(free, flushed);
    Collection<Held> refused = held(flushed.takeWaiting());
    if (longestWait == 0) {
      toTheLast(refused, flushed);
    } else {
      exchanged(refused, flushed).forEach(held -> waiting.put(held, clock.millis()));
    }
    return flushed;
  }

  /**
   * Tries again what is due of the rows at hand; {@code counts} tells of which of them the time to
   * wait goes on.
   */
  Flushed retry(WaitingRows waiting, Predicate<Held> counts) {
    long now = clock.millis();
    return again(
        waiting.take(held -> held.nextAt() <= now || isOver(held, now, counts)), waiting, counts);
  }

  /** Tries again all rows at hand, due or not; their time to wait begins anew. */
  Flushed retryAll(WaitingRows waiting) {
    return again(waiting.take(held -> true), waiting, held -> false);
  }

  /** Tries again {@code spilled} rows that were taken up. */
  Flushed takeUp(List<Held> spilled, WaitingRows waiting, Predicate<Held> counts) {
    long now = clock.millis();
    return again(
        spilled.stream()
            .filter(held -> isOver(held, now, counts) || !waiting.join(held, now))
            .toList(),
        waiting,
        counts);
  }

  private Flushed again(List<Held> all, WaitingRows waiting, Predicate<Held> counts) {
    Flushed flushed = new Flushed(verdicts);
    long now = clock.millis();
    Map<RowKey, Held> due = new LinkedHashMap<>();
    List<Held> last = new ArrayList<>();
    for (Held held : all) {
      if (isOver(held, now, counts)) {
        last.add(held);
      } else {
        due.merge(held.key(), held, this::together);
      }
    }
    writer.write(changes(due.values()), flushed);
    List<Held> refused = new ArrayList<>();
    for (Held left : held(flushed.takeWaiting())) {
      Held before = Objects.requireNonNull(due.remove(left.key()));
      refused.add(before.again(left.changes(), left.cause(), now, counts.test(before)));
    }
    exchange.forget(due.values());
    exchanged(refused, flushed).forEach(held -> waiting.put(held, now));
    toTheLast(last, flushed);
    exchange.forget(last);
    return flushed;
  }

  /** What is left of {@code refused} when rows that exchange unique values are written. */
  private Collection<Held> exchanged(Collection<Held> refused, Flushed flushed) {
    Map<RowKey, Held> left = new LinkedHashMap<>();
    refused.forEach(held -> left.put(held.key(), held));
    for (Held held : exchange.write(refused)) {
      left.remove(held.key());
      flushed.done(held.key().table(), held.changes(), new Tally(1, 0, 0));
    }
    return left.values();
  }

  private boolean isOver(Held held, long now, Predicate<Held> counts) {
    return now - held.countsFrom() >= longestWait && counts.test(held);
  }

  private Held together(Held older, Held newer) {
    Held both = older;
    for (Change change : newer.changes()) {
      both = both.plus(change, merge);
    }
    return both;
  }

  /** What was given back, key by key. */
  private Collection<Held> held(List<DeadLetter> letters) {
    Map<RowKey, Held> rows = new LinkedHashMap<>();
    for (DeadLetter letter : letters) {
      rows.merge(RowKey.of(letter.change()), Held.first(letter, clock.millis()), this::together);
    }
    return rows.values();
  }

  private static List<Change> changes(Iterable<Held> all) {
    List<Change> changes = new ArrayList<>();
    all.forEach(held -> changes.addAll(held.changes()));
    return changes;
  }

  private void toTheLast(Collection<Held> all, Flushed flushed) {
    Map<RowKey, Held> byKey = new LinkedHashMap<>();
    all.forEach(held -> byKey.merge(held.key(), held, this::together));
    writer.writeToTheLast(changes(byKey.values()), flushed);
    for (DeadLetter letter : flushed.takeWaiting()) {
      Held held = byKey.get(RowKey.of(letter.change()));
      flushed.dead(after(letter, held));
    }
  }

  /** The letter, telling how long the change has waited. */
  private DeadLetter after(DeadLetter letter, Held held) {
    Cause cause = letter.cause();
    Duration waited = Duration.ofMillis(clock.millis() - held.since());
    String message =
        cause.message()
            + "; tried "
            + (held.attempts() + 1)
            + " times in "
            + waited.toSeconds()
            + " s";
    if ("23505".equals(cause.sqlState()) || "23P01".equals(cause.sqlState())) {
      message += EXCHANGE;
    }
    return new DeadLetter(
        letter.stage(),
        new Cause(cause.reason(), message, cause.column(), cause.errorClass(), cause.sqlState()),
        letter.attempts(),
        letter.failedAt(),
        null,
        letter.change(),
        letter.half());
  }
}
