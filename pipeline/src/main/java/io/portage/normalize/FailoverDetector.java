package io.portage.normalize;

import io.portage.model.Coordinates;
import io.portage.model.Reason;
import io.portage.model.RejectedChangeException;
import io.portage.model.SourcePosition;
import io.portage.model.event.DecodedRecord;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/**
 * Detects that the log of a MySQL or MariaDB source has begun again, as after a failover: a
 * transaction that this run has not seen has a lower position than an earlier record of the same
 * partition and epoch. From then on, the new log's changes of that partition are rejected, because
 * their positions cannot be compared with the earlier ones.
 *
 * <p>A connector that starts again and repeats changes is no failover: their transactions are
 * known. What is seen is forgotten when the process ends. Not thread-safe.
 */
final class FailoverDetector {
  /** More servers than a replication topology has; beyond that, the first ones are forgotten. */
  private static final int MAX_SERVERS = 1_000;

  private static final long NO_NUMBER = -1;

  private final Map<String, LogProgress> partitions = new HashMap<>();

  /** The progress in one partition and epoch. */
  private static final class LogProgress {
    private final int epoch;
    private SourcePosition highest = SourcePosition.LOWEST;
    private long highestAt = Long.MAX_VALUE;
    private final Map<String, Long> lastNumbers = new HashMap<>();
    private boolean restarted;

    private LogProgress(int epoch) {
      this.epoch = epoch;
    }
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

  /**
   * Records a change.
   *
   * @throws RejectedChangeException if the source's log has begun again
   */
  void check(DecodedRecord event, int epoch, SourcePosition position)
      throws RejectedChangeException {
    if (event.envelope().op().equals("r")) {
      return;
    }
    Coordinates at = event.record().coordinates();
    String partition = at.topic() + "-" + at.partition();
    LogProgress progress = partitions.get(partition);
    if (progress == null || progress.epoch < epoch) {
      progress = new LogProgress(epoch);
      partitions.put(partition, progress);
    } else if (progress.epoch > epoch) {
      return;
    }
    String name = Objects.requireNonNull(event.envelope().transaction());
    LogTransaction transaction = LogTransaction.of(name);
    Long last = progress.lastNumbers.get(transaction.server);
    boolean isNew = last == null || transaction.number > last;
    boolean isBelow = isBelow(position, progress.highest);
    // A runner may process the records of a partition in another order.
    boolean isBack = isBelow && at.offset() > progress.highestAt;
    if (isNew && (isBack || progress.restarted)) {
      progress.restarted = true;
      throw begunAgain(name, event.record().kafkaTime(), epoch);
    }
    if (!isBelow) {
      progress.highest = position;
      progress.highestAt = at.offset();
    }
    if (isNew) {
      if (progress.lastNumbers.size() >= MAX_SERVERS) {
        progress.lastNumbers.clear();
      }
      progress.lastNumbers.put(transaction.server, transaction.number);
    }
  }

  private static boolean isBelow(SourcePosition a, SourcePosition b) {
    int high = Long.compareUnsigned(a.high(), b.high());
    return high < 0 || (high == 0 && Long.compareUnsigned(a.low(), b.low()) < 0);
  }

  private static RejectedChangeException begunAgain(String transaction, long kafkaTime, int epoch) {
    return RejectedChangeException.of(
        Reason.MISSING_VERSION,
        "the source's log has begun again (the transaction "
            + transaction
            + " is new, but below an earlier position), as after a failover: set"
            + " tables[].epochs: [{from: <the first such record's Kafka timestamp, here "
            + Instant.ofEpochMilli(kafkaTime)
            + ">, epoch: "
            + (epoch + 1)
            + "}] and replay the dead letters");
  }
}
