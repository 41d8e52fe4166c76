package io.portage.upsert;

import io.portage.config.TargetConfig;
import io.portage.config.TargetConfig.StalePolicy;
import io.portage.model.Change;
import io.portage.model.DeadLetter;
import io.portage.model.RowKey;
import io.portage.sink.WriteCounts;
import io.portage.sink.WriteResult;
import io.portage.upsert.parking.ParkedChanges;
import io.portage.upsert.parking.ParkedRows;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
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
 * retried once more, with the other rows and in a transaction of its own, and then becomes a dead
 * letter; the limit of the next change of its key begins then. Not thread-safe.
 */
public final class ShardWriter {
  private final RetryingSink writer;
  private final long maxParkedMillis;
  private final boolean reportEach;
  private final StalePolicy onStale;
  private final BinaryOperator<Change> merge;
  private final Clock clock;

  /**
   * Creates a writer that may be used for several shards.
   *
   * @param target the limits of batches and of parked rows; with batches of one row, each change
   *     that is written gets a completion of its own, with its guard result
   * @param merge merges two changes of one key, in either order
   */
  public ShardWriter(
      RetryingSink writer, TargetConfig target, BinaryOperator<Change> merge, Clock clock) {
    this.writer = writer;
    this.merge = merge;
    this.maxParkedMillis = target.parking().atMost().toMillis();
    this.reportEach = target.batchRows() == 1;
    this.onStale = target.onStale();
    this.clock = clock;
  }

  /** Writes {@code changes}; adds those that are parked to {@code parked}. */
  public WriteResult write(List<Change> changes, ParkedRows parked) {
    WriteResult result = new WriteResult(reportEach, onStale);
    long now = clock.millis();
    List<Change> unparked = changes;
    if (!parked.isEmpty()) {
      unparked = changes.stream().filter(change -> !parked.parkIfKeyIsParked(change, now)).toList();
    }
    writer.write(unparked, result);
    Collection<ParkedChanges> rejected = groupByKey(result.takeParked());
    if (maxParkedMillis == 0) {
      rejected = new Retry(parkedChanges -> true, true, result).of(rejected);
    } else {
      rejected = writeExchanges(rejected, result);
    }
    rejected.forEach(parkedChanges -> parked.put(parkedChanges, clock.millis()));
    return result;
  }

  /**
   * Retries the due rows in memory; if the time limit of one has ended, all rows in memory, because
   * it may need one of them.
   *
   * @param counts true for a row whose time limit runs
   */
  public WriteResult retry(ParkedRows parked, Predicate<ParkedChanges> counts) {
    long now = clock.millis();
    boolean last = haveExpired(parked.all(), counts);
    return retry(
        parked.removeIf(parkedChanges -> last || parkedChanges.nextAt() <= now),
        parked,
        counts,
        true);
  }

  /** Retries all rows in memory, due or not, and restarts their time limits. */
  WriteResult retryAll(ParkedRows parked) {
    return retry(parked.removeIf(parkedChanges -> true), parked, parkedChanges -> false, true);
  }

  /**
   * Retries {@code spilled} rows that were loaded from state.
   *
   * @param last false if rows whose time limit has ended stay parked, because a row that they need
   *     may be among the rows that are loaded next
   */
  WriteResult retrySpilled(
      List<ParkedChanges> spilled,
      ParkedRows parked,
      Predicate<ParkedChanges> counts,
      boolean last) {
    long now = clock.millis();
    return retry(
        spilled.stream()
            .filter(
                parkedChanges ->
                    hasExpired(parkedChanges, now, counts)
                        || !parked.parkIfKeyIsParked(parkedChanges, now))
            .toList(),
        parked,
        counts,
        last);
  }

  /** Returns true if the time limit of one of these rows has ended. */
  boolean haveExpired(Collection<ParkedChanges> rows, Predicate<ParkedChanges> counts) {
    long now = clock.millis();
    return rows.stream().anyMatch(parkedChanges -> hasExpired(parkedChanges, now, counts));
  }

  private WriteResult retry(
      List<ParkedChanges> rows, ParkedRows parked, Predicate<ParkedChanges> counts, boolean last) {
    WriteResult result = new WriteResult(reportEach, onStale);
    Retry retry = new Retry(counts, last, result);
    retry.of(rows).forEach(parkedChanges -> parked.put(parkedChanges, retry.now));
    return result;
  }

  /**
   * One retry of parked rows. Rows may need each other, in any order: if the time limit of a row
   * has ended, all rows of the retry are written again while that writes a change. Then the first
   * change of each row whose time limit has ended is written in a transaction of its own; when that
   * writes none of them, these changes become dead letters.
   */
  private final class Retry {
    private final Map<RowKey, ParkedChanges> before = new LinkedHashMap<>();
    private final Predicate<ParkedChanges> counts;
    private final boolean last;
    private final WriteResult result;
    private final long now = clock.millis();

    private Retry(Predicate<ParkedChanges> counts, boolean last, WriteResult result) {
      this.counts = counts;
      this.last = last;
      this.result = result;
    }

    /** Retries these rows; returns those that stay parked. */
    private Collection<ParkedChanges> of(Collection<ParkedChanges> rows) {
      rows.forEach(one -> before.merge(one.key(), one, ShardWriter.this::mergeChanges));
      Collection<ParkedChanges> tried = List.copyOf(before.values());
      Collection<ParkedChanges> left = together(tried);
      while (last && left.stream().anyMatch(this::hasExpired)) {
        boolean progress = changes(left).size() < changes(tried).size();
        tried = left;
        left = progress ? together(tried) : alone(tried);
      }
      return left;
    }

    private boolean hasExpired(ParkedChanges parkedChanges) {
      return ShardWriter.this.hasExpired(parkedChanges, now, counts);
    }

    private Collection<ParkedChanges> together(Collection<ParkedChanges> rows) {
      Map<RowKey, ParkedChanges> written = new LinkedHashMap<>();
      rows.forEach(one -> written.put(one.key(), one));
      writer.write(changes(rows), result);
      List<ParkedChanges> rejected = new ArrayList<>();
      for (ParkedChanges one : groupByKey(result.takeParked())) {
        Objects.requireNonNull(written.remove(one.key()));
        ParkedChanges earlier = Objects.requireNonNull(before.get(one.key()));
        rejected.add(
            result.isUntested(one.changes().get(0))
                ? earlier.postponed(one.changes(), now, counts.test(earlier))
                : earlier.rescheduled(one.changes(), one.cause(), now, counts.test(earlier)));
      }
      writer.forget(written.values());
      return maxParkedMillis == 0 ? rejected : writeExchanges(rejected, result);
    }

    private Collection<ParkedChanges> alone(Collection<ParkedChanges> rows) {
      List<ParkedChanges> left = new ArrayList<>();
      List<ParkedChanges> expired = new ArrayList<>();
      rows.forEach(one -> (hasExpired(one) ? expired : left).add(one));
      writer.writeLast(expired.stream().map(one -> one.changes().get(0)).toList(), result);
      Map<RowKey, DeadLetter> rejected = new HashMap<>();
      result.takeParked().forEach(one -> rejected.put(RowKey.of(one.changeOrThrow()), one));
      boolean written = rejected.size() < expired.size();
      List<ParkedChanges> done = new ArrayList<>();
      for (ParkedChanges one : expired) {
        DeadLetter deadLetter = rejected.get(one.key());
        if (deadLetter != null && written) {
          left.add(one);
          continue;
        } else if (deadLetter != null) {
          result.dead(
              ParkedDeadLetters.withParkedTime(
                  deadLetter, one, clock.millis(), writer.advice(deadLetter.cause())));
        }
        done.add(one);
        if (one.changes().size() > 1) {
          ParkedChanges following = one.withoutFirst(now);
          before.put(following.key(), following);
          left.add(following);
        }
      }
      writer.forget(done);
      return left;
    }
  }

  /** Writes the row exchanges among {@code rejected}; returns the other rows. */
  private Collection<ParkedChanges> writeExchanges(
      Collection<ParkedChanges> rejected, WriteResult result) {
    Map<RowKey, ParkedChanges> remaining = new LinkedHashMap<>();
    rejected.forEach(parkedChanges -> remaining.put(parkedChanges.key(), parkedChanges));
    for (RowKey key : writer.writeTogether(rejected)) {
      ParkedChanges written = Objects.requireNonNull(remaining.remove(key));
      result.done(key.table(), written.changes(), new WriteCounts(1, 0, 0));
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
}
