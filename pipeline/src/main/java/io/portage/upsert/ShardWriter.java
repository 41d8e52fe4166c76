package io.portage.upsert;

import io.portage.config.TargetConfig.ParkingConfig;
import io.portage.model.Change;
import io.portage.model.DeadLetter;
import io.portage.model.DeadLetter.FailureCause;
import io.portage.model.RowKey;
import io.portage.upsert.parking.ParkedChanges;
import io.portage.upsert.parking.ParkedRows;
import io.portage.upsert.write.BatchWriter;
import io.portage.upsert.write.RowExchange;
import io.portage.upsert.write.WriteCounts;
import io.portage.upsert.write.WriteResult;
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
public final class ShardWriter {
  private static final String EXCHANGE =
      "; if it exchanges the value with another dead letter, make the constraint DEFERRABLE, or"
          + " give one of the rows another value by hand, and replay both";

  private final BatchWriter writer;
  private final RowExchange rowExchange;
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
  public ShardWriter(
      BatchWriter writer,
      RowExchange rowExchange,
      ParkingConfig waiting,
      boolean verdicts,
      BinaryOperator<Change> merge,
      Clock clock) {
    this.writer = writer;
    this.rowExchange = rowExchange;
    this.merge = merge;
    this.longestWait = waiting.atMost().toMillis();
    this.verdicts = verdicts;
    this.clock = clock;
  }

  /** Writes {@code changes}; those that are to wait are in {@code waiting} afterwards. */
  public WriteResult write(List<Change> changes, ParkedRows waiting) {
    WriteResult result = new WriteResult(verdicts);
    long now = clock.millis();
    List<Change> free = changes;
    if (!waiting.isEmpty()) {
      free = changes.stream().filter(change -> !waiting.parkIfKeyIsParked(change, now)).toList();
    }
    writer.write(free, result);
    Collection<ParkedChanges> refused = held(result.takeParked());
    if (longestWait == 0) {
      retryIndividually(refused, result);
    } else {
      exchanged(refused, result)
          .forEach(parkedChanges -> waiting.put(parkedChanges, clock.millis()));
    }
    return result;
  }

  /**
   * Tries again what is due of the rows at hand; {@code counts} tells of which of them the time to
   * wait goes on.
   */
  public WriteResult retry(ParkedRows waiting, Predicate<ParkedChanges> counts) {
    long now = clock.millis();
    return rescheduled(
        waiting.removeIf(
            parkedChanges -> parkedChanges.nextAt() <= now || isOver(parkedChanges, now, counts)),
        waiting,
        counts);
  }

  /** Tries again all rows at hand, due or not; their time to wait begins anew. */
  WriteResult retryAll(ParkedRows waiting) {
    return rescheduled(waiting.removeIf(parkedChanges -> true), waiting, parkedChanges -> false);
  }

  /** Tries again {@code spilled} rows that were taken up. */
  WriteResult retrySpilled(
      List<ParkedChanges> spilled, ParkedRows waiting, Predicate<ParkedChanges> counts) {
    long now = clock.millis();
    return rescheduled(
        spilled.stream()
            .filter(
                parkedChanges ->
                    isOver(parkedChanges, now, counts)
                        || !waiting.parkIfKeyIsParked(parkedChanges, now))
            .toList(),
        waiting,
        counts);
  }

  private WriteResult rescheduled(
      List<ParkedChanges> all, ParkedRows waiting, Predicate<ParkedChanges> counts) {
    WriteResult result = new WriteResult(verdicts);
    long now = clock.millis();
    Map<RowKey, ParkedChanges> due = new LinkedHashMap<>();
    List<ParkedChanges> last = new ArrayList<>();
    for (ParkedChanges parkedChanges : all) {
      if (isOver(parkedChanges, now, counts)) {
        last.add(parkedChanges);
      } else {
        due.merge(parkedChanges.key(), parkedChanges, this::exchangeTogether);
      }
    }
    writer.write(changes(due.values()), result);
    List<ParkedChanges> refused = new ArrayList<>();
    for (ParkedChanges left : held(result.takeParked())) {
      ParkedChanges before = Objects.requireNonNull(due.remove(left.key()));
      refused.add(before.rescheduled(left.changes(), left.cause(), now, counts.test(before)));
    }
    rowExchange.forget(due.values());
    exchanged(refused, result).forEach(parkedChanges -> waiting.put(parkedChanges, now));
    retryIndividually(last, result);
    rowExchange.forget(last);
    return result;
  }

  /** What is left of {@code refused} when rows that exchange unique values are written. */
  private Collection<ParkedChanges> exchanged(
      Collection<ParkedChanges> refused, WriteResult result) {
    Map<RowKey, ParkedChanges> left = new LinkedHashMap<>();
    refused.forEach(parkedChanges -> left.put(parkedChanges.key(), parkedChanges));
    for (ParkedChanges parkedChanges : rowExchange.write(refused)) {
      left.remove(parkedChanges.key());
      result.done(parkedChanges.key().table(), parkedChanges.changes(), new WriteCounts(1, 0, 0));
    }
    return left.values();
  }

  private boolean isOver(ParkedChanges parkedChanges, long now, Predicate<ParkedChanges> counts) {
    return now - parkedChanges.deadlineStart() >= longestWait && counts.test(parkedChanges);
  }

  private ParkedChanges exchangeTogether(ParkedChanges older, ParkedChanges newer) {
    ParkedChanges both = older;
    for (Change change : newer.changes()) {
      both = both.plus(change, merge);
    }
    return both;
  }

  /** What was given back, key by key. */
  private Collection<ParkedChanges> held(List<DeadLetter> letters) {
    Map<RowKey, ParkedChanges> rows = new LinkedHashMap<>();
    for (DeadLetter letter : letters) {
      rows.merge(
          RowKey.of(letter.change()),
          ParkedChanges.first(letter, clock.millis()),
          this::exchangeTogether);
    }
    return rows.values();
  }

  private static List<Change> changes(Iterable<ParkedChanges> all) {
    List<Change> changes = new ArrayList<>();
    all.forEach(parkedChanges -> changes.addAll(parkedChanges.changes()));
    return changes;
  }

  private void retryIndividually(Collection<ParkedChanges> all, WriteResult result) {
    Map<RowKey, ParkedChanges> byKey = new LinkedHashMap<>();
    all.forEach(
        parkedChanges -> byKey.merge(parkedChanges.key(), parkedChanges, this::exchangeTogether));
    writer.writeIsolatingEach(changes(byKey.values()), result);
    for (DeadLetter letter : result.takeParked()) {
      ParkedChanges parkedChanges = byKey.get(RowKey.of(letter.change()));
      result.dead(after(letter, parkedChanges));
    }
  }

  /** The letter, telling how long the change has waited. */
  private DeadLetter after(DeadLetter letter, ParkedChanges parkedChanges) {
    FailureCause cause = letter.cause();
    Duration waited = Duration.ofMillis(clock.millis() - parkedChanges.since());
    String message =
        cause.message()
            + "; tried "
            + (parkedChanges.attempts() + 1)
            + " times in "
            + waited.toSeconds()
            + " s";
    if ("23505".equals(cause.sqlState()) || "23P01".equals(cause.sqlState())) {
      message += EXCHANGE;
    }
    return new DeadLetter(
        letter.stage(),
        new FailureCause(
            cause.reason(), message, cause.column(), cause.errorClass(), cause.sqlState()),
        letter.attempts(),
        letter.failedAt(),
        null,
        letter.change(),
        letter.part());
  }
}
