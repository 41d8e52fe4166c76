package io.portage.normalize;

import io.portage.model.Reason;
import io.portage.model.RejectedChangeException;
import io.portage.normalize.LogProgress.Novelty;
import java.lang.ref.WeakReference;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Detects that the log of a source has begun again, as after a failover, a restore or a new server:
 * a change that the connector has not sent before, in the same partition and epoch, has a lower
 * position than an earlier record. From then on, the new log's changes of that partition are
 * rejected, because their positions cannot be compared with the earlier ones.
 *
 * <p>A connector that starts again and repeats changes is no restart of the log: their transactions
 * are known, and they were made before the highest change was sent to Kafka. A snapshot's row alone
 * proves nothing. The detector forgets all when the process ends; a run begins with the places of
 * the records before its first. Thread-safe.
 */
final class LogRestartDetector {
  /** One detector per run: the records of a partition may be processed by several instances. */
  private static final Map<String, WeakReference<LogRestartDetector>> SHARED =
      new ConcurrentHashMap<>();

  private final List<LogPlace> before;
  private final Map<LogOfTable, LogProgress> progress = new HashMap<>();

  /**
   * The changes whose positions are compared.
   *
   * @param source the source if the table merges several, else an empty text
   */
  private record LogOfTable(String topic, int partition, String table, String source) {}

  /**
   * A detector.
   *
   * @param before the places of records that precede the first one that is checked
   */
  LogRestartDetector(List<LogPlace> before) {
    this.before = before;
  }

  /**
   * Returns the detector of a run in this process.
   *
   * @param run the run's unique id
   * @param before the places of records that precede the run
   */
  static LogRestartDetector of(String run, List<LogPlace> before) {
    SHARED.values().removeIf(other -> other.refersTo(null));
    LogRestartDetector created = new LogRestartDetector(before);
    LogRestartDetector shared =
        SHARED
            .compute(
                run,
                (id, known) ->
                    known == null || known.refersTo(null) ? new WeakReference<>(created) : known)
            .get();
    return shared == null ? created : shared;
  }

  /**
   * Records a change.
   *
   * @param table the source's name of the table
   * @param merged true if the table merges several sources, whose logs are then told apart
   * @param epochs the table's epoch at a Kafka timestamp
   * @return the reason to suspect that the log has begun again, if its events cannot prove it; null
   *     if there is none
   * @throws RejectedChangeException if the source's log has begun again
   */
  synchronized @Nullable String check(
      LogPlace place, String table, boolean merged, LongToIntFunction epochs)
      throws RejectedChangeException {
    int epoch = epochs.applyAsInt(place.kafkaTime());
    LogOfTable log =
        new LogOfTable(place.topic(), place.partition(), table, merged ? place.source() : "");
    LogProgress known = progress.get(log);
    if (known == null || known.epoch() < epoch) {
      known = start(log, epoch, epochs);
      progress.put(log, known);
    }
    LogPlace highest = known.highest();
    if (known.epoch() > epoch) {
      return null;
    }
    // A runner may process the records of a partition in another order.
    if (highest == null || place.offset() <= highest.offset()) {
      if (!known.hasRestarted()) {
        known.advance(place);
      }
      return null;
    }
    if (!highest.log().connector().equals(place.log().connector())) {
      throw restarted("is of another connector than", place, highest, epoch);
    }
    Novelty novelty = known.noveltyOf(place.log());
    if (novelty != Novelty.NONE && (known.hasRestarted() || place.isBelow(highest))) {
      boolean isProof = novelty == Novelty.PROVEN && place.log().inCommitOrder();
      if (!isProof && !known.hasRestarted()) {
        return suspicion(place, highest, epoch);
      }
      known.restart();
      throw restarted(
          place.isBelow(highest) ? "is new, but below" : "is of the new log, and no longer below",
          place,
          highest,
          epoch);
    }
    if (!known.hasRestarted()) {
      known.advance(place);
    }
    return null;
  }

  private LogProgress start(LogOfTable log, int epoch, LongToIntFunction epochs) {
    LogProgress started = new LogProgress(epoch);
    for (LogPlace place : before) {
      if (place.topic().equals(log.topic)
          && place.partition() == log.partition
          && (log.source.isEmpty() || place.source().equals(log.source))
          && epochs.applyAsInt(place.kafkaTime()) == epoch) {
        started.advance(place);
      }
    }
    return started;
  }

  private static RejectedChangeException restarted(
      String relation, LogPlace place, LogPlace highest, int epoch) {
    return RejectedChangeException.of(
        Reason.LOG_RESTARTED,
        "the source's log has begun again: "
            + compared(relation, place, highest)
            + ", as after a failover, a restore or with another server: "
            + advice(place, epoch)
            + " and replay the dead letters (pipeline/docs/operations.md#run-book)");
  }

  private static String suspicion(LogPlace place, LogPlace highest, int epoch) {
    return "the source's log may have begun again: "
        + compared("is new, but below", place, highest)
        + ". This is no proof: without the LSN of a commit (source.sequence) it may be a long"
        + " transaction, a snapshot may have been taken while the connector repeated changes, and a"
        + " change that is not later than the time at which the other one was sent may be repeated."
        + " So the change is not rejected, and not applied if it is stale. If the source was"
        + " restored or replaced, "
        + advice(place, epoch)
        + " and set the group's offset back to that record (pipeline/docs/operations.md#run-book)";
  }

  private static String compared(String relation, LogPlace place, LogPlace highest) {
    String source = place.sourceText();
    String transaction = place.log().transaction();
    return (transaction == null ? "the change" : "the transaction " + transaction)
        + " at "
        + place.positionText()
        + (source.equals(highest.sourceText()) ? "" : " (" + source + ")")
        + " "
        + relation
        + " "
        + highest.positionText()
        + (source.equals(highest.sourceText()) ? "" : " (" + highest.sourceText() + ")")
        + " at offset "
        + highest.offset()
        + " of the same partition";
  }

  private static String advice(LogPlace place, int epoch) {
    return "set tables[].epochs: [{from: <the first such record's Kafka timestamp, here "
        + Instant.ofEpochMilli(place.kafkaTime())
        + ">, epoch: "
        + (epoch + 1)
        + "}]";
  }
}
