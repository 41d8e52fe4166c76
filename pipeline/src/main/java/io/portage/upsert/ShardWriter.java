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
 * Writes the changes of one shard, and parks those that are rejected because of other rows.
 *
 * <p>A change whose key is parked is merged into the parked change: if it were written first,
 * values that only the parked change has would be lost. A row that reaches its time limit is
 * retried once more, in a transaction of its own, and then becomes a dead letter. Not thread-safe.
 */
public final class ShardWriter {
  private static final String EXCHANGE =
      "; if it exchanges the value with another dead letter, make the constraint DEFERRABLE, or"
          + " give one of the rows another value manually, and replay both";

  private final BatchWriter writer;
  private final RowExchange rowExchange;
  private final long maxParkedMillis;
  private final boolean reportEach;
  private final BinaryOperator<Change> merge;
  private final Clock clock;

  /**
   * Creates a writer that may be used for several shards.
   *
   * @param reportEach true if each change that is written alone gets a completion of its own, with
   *     its guard result
   * @param merge merges two changes of one key, in either order
   */
  public ShardWriter(
      BatchWriter writer,
      RowExchange rowExchange,
      ParkingConfig parked,
      boolean reportEach,
      BinaryOperator<Change> merge,
      Clock clock) {
    this.writer = writer;
    this.rowExchange = rowExchange;
    this.merge = merge;
    this.maxParkedMillis = parked.atMost().toMillis();
    this.reportEach = reportEach;
    this.clock = clock;
  }

  /** Writes {@code changes}; adds those that are parked to {@code parked}. */
  public WriteResult write(List<Change> changes, ParkedRows parked) {
    WriteResult result = new WriteResult(reportEach);
    long now = clock.millis();
    List<Change> unparked = changes;
    if (!parked.isEmpty()) {
      unparked = changes.stream().filter(change -> !parked.parkIfKeyIsParked(change, now)).toList();
    }
    writer.write(unparked, result);
    Collection<ParkedChanges> rejected = groupByKey(result.takeParked());
    if (maxParkedMillis == 0) {
      retryIndividually(rejected, result);
    } else {
      writeExchanges(rejected, result)
          .forEach(parkedChanges -> parked.put(parkedChanges, clock.millis()));
    }
    return result;
  }

  /**
   * Retries the due rows in memory.
   *
   * @param counts true for a row whose time limit runs
   */
  public WriteResult retry(ParkedRows parked, Predicate<ParkedChanges> counts) {
    long now = clock.millis();
    return rescheduled(
        parked.removeIf(
            parkedChanges ->
                parkedChanges.nextAt() <= now || hasExpired(parkedChanges, now, counts)),
        parked,
        counts);
  }

  /** Retries all rows in memory, due or not, and restarts their time limits. */
  WriteResult retryAll(ParkedRows parked) {
    return rescheduled(parked.removeIf(parkedChanges -> true), parked, parkedChanges -> false);
  }

  /** Retries {@code spilled} rows that were loaded from state. */
  WriteResult retrySpilled(
      List<ParkedChanges> spilled, ParkedRows parked, Predicate<ParkedChanges> counts) {
    long now = clock.millis();
    return rescheduled(
        spilled.stream()
            .filter(
                parkedChanges ->
                    hasExpired(parkedChanges, now, counts)
                        || !parked.parkIfKeyIsParked(parkedChanges, now))
            .toList(),
        parked,
        counts);
  }

  private WriteResult rescheduled(
      List<ParkedChanges> all, ParkedRows parked, Predicate<ParkedChanges> counts) {
    WriteResult result = new WriteResult(reportEach);
    long now = clock.millis();
    Map<RowKey, ParkedChanges> due = new LinkedHashMap<>();
    List<ParkedChanges> last = new ArrayList<>();
    for (ParkedChanges parkedChanges : all) {
      if (hasExpired(parkedChanges, now, counts)) {
        last.add(parkedChanges);
      } else {
        due.merge(parkedChanges.key(), parkedChanges, this::mergeChanges);
      }
    }
    writer.write(changes(due.values()), result);
    List<ParkedChanges> rejected = new ArrayList<>();
    for (ParkedChanges remaining : groupByKey(result.takeParked())) {
      ParkedChanges before = Objects.requireNonNull(due.remove(remaining.key()));
      rejected.add(
          before.rescheduled(remaining.changes(), remaining.cause(), now, counts.test(before)));
    }
    rowExchange.forget(due.values());
    writeExchanges(rejected, result).forEach(parkedChanges -> parked.put(parkedChanges, now));
    retryIndividually(last, result);
    rowExchange.forget(last);
    return result;
  }

  /** Writes the row exchanges among {@code rejected}; returns the other rows. */
  private Collection<ParkedChanges> writeExchanges(
      Collection<ParkedChanges> rejected, WriteResult result) {
    Map<RowKey, ParkedChanges> remaining = new LinkedHashMap<>();
    rejected.forEach(parkedChanges -> remaining.put(parkedChanges.key(), parkedChanges));
    for (ParkedChanges parkedChanges : rowExchange.write(rejected)) {
      remaining.remove(parkedChanges.key());
      result.done(parkedChanges.key().table(), parkedChanges.changes(), new WriteCounts(1, 0, 0));
    }
    return remaining.values();
  }

  private boolean hasExpired(
      ParkedChanges parkedChanges, long now, Predicate<ParkedChanges> counts) {
    return now - parkedChanges.deadlineStart() >= maxParkedMillis && counts.test(parkedChanges);
  }

  private ParkedChanges mergeChanges(ParkedChanges older, ParkedChanges newer) {
    ParkedChanges both = older;
    for (Change change : newer.changes()) {
      both = both.plus(change, merge);
    }
    return both;
  }

  /** Groups rejected changes by key. */
  private Collection<ParkedChanges> groupByKey(List<DeadLetter> deadLetters) {
    Map<RowKey, ParkedChanges> rows = new LinkedHashMap<>();
    for (DeadLetter deadLetter : deadLetters) {
      rows.merge(
          RowKey.of(deadLetter.changeOrThrow()),
          ParkedChanges.first(deadLetter, clock.millis()),
          this::mergeChanges);
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
        parkedChanges -> byKey.merge(parkedChanges.key(), parkedChanges, this::mergeChanges));
    writer.writeIsolatingEach(changes(byKey.values()), result);
    for (DeadLetter deadLetter : result.takeParked()) {
      RowKey key = RowKey.of(deadLetter.changeOrThrow());
      result.dead(withParkedTime(deadLetter, Objects.requireNonNull(byKey.get(key))));
    }
  }

  /** Returns the dead letter with the time and the attempts that the change was parked. */
  private DeadLetter withParkedTime(DeadLetter deadLetter, ParkedChanges parkedChanges) {
    FailureCause cause = deadLetter.cause();
    Duration parkedTime = Duration.ofMillis(clock.millis() - parkedChanges.since());
    String message =
        cause.message()
            + "; tried "
            + (parkedChanges.attempts() + 1)
            + " times in "
            + parkedTime.toSeconds()
            + " s";
    if ("23505".equals(cause.sqlState()) || "23P01".equals(cause.sqlState())) {
      message += EXCHANGE;
    }
    return new DeadLetter(
        deadLetter.stage(),
        new FailureCause(
            cause.reason(), message, cause.column(), cause.errorClass(), cause.sqlState()),
        deadLetter.attempts(),
        deadLetter.failedAt(),
        null,
        deadLetter.change(),
        deadLetter.part());
  }
}
