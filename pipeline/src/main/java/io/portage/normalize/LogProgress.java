package io.portage.normalize;

import io.portage.model.event.SourceLog;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The progress of a source's log in one partition and epoch. Not thread-safe. */
final class LogProgress {
  /** More servers than a replication topology has; beyond that, the first ones are forgotten. */
  private static final int MAX_SERVERS = 1_000;

  private static final long NO_NUMBER = -1;

  private final int epoch;
  private final Map<String, Long> lastNumbers = new HashMap<>();
  private @Nullable LogPlace highest;
  private @Nullable Instant newest;
  private boolean restarted;

  LogProgress(int epoch) {
    this.epoch = epoch;
  }

  /**
   * A transaction.
   *
   * @param server the source of the number: MySQL's server UUID, MariaDB's domain, or the server id
   * @param number the transaction's number there, {@link #NO_NUMBER} if only the server is known
   */
  private record LogTransaction(String server, long number) {
    /** Parses {@code uuid:number}, {@code uuid:tag:number}, {@code domain-server-number}. */
    static LogTransaction of(String text) {
      int colon = text.lastIndexOf(':');
      int dash = text.lastIndexOf('-');
      try {
        if (colon > 0) {
          return new LogTransaction(
              text.substring(0, colon), Long.parseLong(text, colon + 1, text.length(), 10));
        }
        if (dash > 0) {
          return new LogTransaction(
              text.substring(0, text.indexOf('-')),
              Long.parseLong(text, dash + 1, text.length(), 10));
        }
      } catch (NumberFormatException e) {
        return new LogTransaction(text, NO_NUMBER);
      }
      return new LogTransaction(text, NO_NUMBER);
    }
  }

  int epoch() {
    return epoch;
  }

  /** The highest place so far, null if there is none. */
  @Nullable LogPlace highest() {
    return highest;
  }

  /** Returns true if the log has begun again. */
  boolean hasRestarted() {
    return restarted;
  }

  /** Keeps the progress as it is now: what follows it belongs to another log. */
  void restart() {
    restarted = true;
  }

  /** The evidence that a change is not one that the connector sends again. */
  enum Novelty {
    /** None: its transaction and its time may be those of an earlier change. */
    NONE,
    /** It is later than the changes that are known here, or of an unknown server. */
    LIKELY,
    /** It was also made after the highest one was sent, or its transaction has a later number. */
    PROVEN
  }

  /** Returns the evidence that a change is new. At least one place must be known. */
  Novelty noveltyOf(SourceLog log) {
    Instant time = log.time();
    boolean isLatest = time != null && (newest == null || time.isAfter(newest));
    boolean isOfKnownServer = true;
    if (log.transaction() != null) {
      LogTransaction transaction = LogTransaction.of(log.transaction());
      Long last = lastNumbers.get(transaction.server);
      if (last != null && transaction.number > last) {
        return Novelty.PROVEN;
      }
      isOfKnownServer = last != null;
    }
    if (!isLatest && isOfKnownServer) {
      return Novelty.NONE;
    }
    // A repeated change was made before the highest one was sent, whatever was read of the log.
    return time == null || time.toEpochMilli() > Objects.requireNonNull(highest).kafkaTime()
        ? Novelty.PROVEN
        : Novelty.LIKELY;
  }

  /** Records a change of the log. */
  void advance(LogPlace place) {
    if (highest == null || !place.isBelow(highest)) {
      highest = place;
    }
    Instant time = place.log().time();
    if (time != null && (newest == null || time.isAfter(newest))) {
      newest = time;
    }
    if (place.log().transaction() != null) {
      LogTransaction transaction = LogTransaction.of(place.log().transaction());
      if (lastNumbers.size() >= MAX_SERVERS && !lastNumbers.containsKey(transaction.server)) {
        lastNumbers.clear();
      }
      lastNumbers.merge(transaction.server, transaction.number, Math::max);
    }
  }
}
