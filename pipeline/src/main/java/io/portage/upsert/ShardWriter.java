package io.portage.upsert;

import io.portage.config.TargetConfig.Waiting;
import io.portage.model.Change;
import io.portage.model.DeadLetter;
import io.portage.model.DeadLetter.Cause;
import io.portage.model.RowKey;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;

/**
 * Writes the changes of one shard, and sets aside those that wait for other rows, within bounds.
 *
 * <p>A change whose key waits joins it: were it written ahead, what it lacks would be lost. What
 * has waited too long, or finds no room to wait, is tried alone once more and is then a dead
 * letter. Not thread-safe.
 */
final class ShardWriter {
  private final BatchWriter writer;
  private final long longestWait;
  private final int room;
  private final boolean verdicts;
  private final BinaryOperator<Change> merge;
  private final Clock clock;

  /**
   * A writer for shards.
   *
   * @param room most keys that wait in one shard
   * @param verdicts whether each change that is written alone gets an outcome of its own
   * @param merge joins two changes of a key
   */
  ShardWriter(
      BatchWriter writer,
      Waiting waiting,
      int room,
      boolean verdicts,
      BinaryOperator<Change> merge,
      Clock clock) {
    this.writer = writer;
    this.merge = merge;
    this.longestWait = waiting.atMost().toMillis();
    this.room = longestWait == 0 ? 0 : room;
    this.verdicts = verdicts;
    this.clock = clock;
  }

  /** Writes {@code changes}; those that are to wait are in {@code waiting} afterwards. */
  Flushed write(List<Change> changes, WaitingRows waiting) {
    Flushed flushed = new Flushed(verdicts);
    List<Change> free = changes;
    if (!waiting.isEmpty()) {
      free = changes.stream().filter(change -> !waiting.join(change)).toList();
    }
    writer.write(free, flushed);
    List<Held> excess = new ArrayList<>();
    for (Held held : held(flushed.takeWaiting())) {
      if (waiting.size() < room) {
        waiting.put(held);
      } else {
        excess.add(held);
      }
    }
    toTheLast(excess, flushed);
    return flushed;
  }

  /** Tries again what is due. */
  Flushed retry(WaitingRows waiting) {
    Flushed flushed = new Flushed(verdicts);
    long now = clock.millis();
    List<Held> last = waiting.take(held -> now - held.since() >= longestWait);
    Map<RowKey, Held> due = new LinkedHashMap<>();
    waiting.take(held -> held.nextAt() <= now).forEach(held -> due.put(held.key(), held));
    writer.write(changes(due.values()), flushed);
    for (Held left : held(flushed.takeWaiting())) {
      waiting.put(due.get(left.key()).again(left.changes(), left.cause(), now));
    }
    toTheLast(last, flushed);
    return flushed;
  }

  /** What was given back, key by key. */
  private List<Held> held(List<DeadLetter> letters) {
    WaitingRows rows = new WaitingRows(List.of(), merge);
    for (DeadLetter letter : letters) {
      if (!rows.join(letter.change())) {
        rows.put(Held.first(letter, clock.millis()));
      }
    }
    return rows.all();
  }

  private static List<Change> changes(Iterable<Held> all) {
    List<Change> changes = new ArrayList<>();
    all.forEach(held -> changes.addAll(held.changes()));
    return changes;
  }

  private void toTheLast(List<Held> all, Flushed flushed) {
    Map<RowKey, Held> byKey = new LinkedHashMap<>();
    all.forEach(held -> byKey.put(held.key(), held));
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
