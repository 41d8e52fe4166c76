package io.portage.read;

import io.portage.config.LatestConfig;
import io.portage.config.SourceConfig;
import io.portage.model.event.Format;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Event time of one partition: what time a record has, how late it is, and where the watermark
 * stands. All in milliseconds since 1970.
 *
 * <p>The cases, cited below:
 *
 * <ul>
 *   <li>(a) A time is usable within Beam's range and up to now + {@code maxFutureSkew}. A record
 *       without a usable time gets the current watermark, moves nothing and is not late.
 *   <li>(b) The watermark is the highest usable time less {@code maxOutOfOrder}. It never goes
 *       back, below a restored one neither.
 *   <li>(c) A record's timestamp is its time, or the watermark where that is higher.
 *   <li>(d) Lateness is measured against the highest time, never against the watermark: what a
 *       pause did to the watermark makes no change late.
 *   <li>(e) A partition that gave no record for {@link #IDLE}, while it was asked, follows the
 *       clock: now - {@code IDLE} - {@code maxOutOfOrder}. So it does not hold the others. One that
 *       is not there yet does so at once.
 *   <li>(f) Time in which nobody asked (back-pressure, a stopped process) is not idleness: records
 *       may wait in the log.
 *   <li>(g) The end mark sets the watermark to the end of time.
 *   <li>(h) Only the watermark survives a restore. So that it tells whether the highest time can be
 *       had from it, it is even where it comes from (b) and odd where it comes from (e). From (e)
 *       the highest time is unknown, and lateness begins anew: rather too small than too large.
 * </ul>
 *
 * <p>Thread-safe, since readers of one partition may follow each other on different threads.
 */
final class PartitionWatermark {
  /** Beam's earliest timestamp; as a watermark: nothing is known. */
  static final long BEGINNING = Long.MIN_VALUE / 1000;

  /** Beam's last watermark, behind which nothing comes. */
  static final long END = Long.MAX_VALUE / 1000;

  /** The last timestamp of an element in the global window. */
  static final long LAST = END - Duration.ofDays(1).toMillis();

  /** How long a partition may give nothing before its watermark follows the clock. */
  static final Duration IDLE = Duration.ofSeconds(30);

  /** Between two questions for the watermark; more is a pause. */
  private static final long PAUSE = Duration.ofSeconds(5).toMillis();

  private final Clock clock;
  private final long maxOutOfOrder;
  private final long maxFutureSkew;

  private long watermark = BEGINNING;
  private long highest = BEGINNING;
  private long lateness;
  private long quietSince;
  private long askedAt;

  PartitionWatermark(
      Clock clock, SourceConfig source, LatestConfig latest, long restoredWatermark) {
    this.clock = clock;
    this.maxOutOfOrder = latest.maxOutOfOrder().toMillis();
    this.maxFutureSkew = source.maxFutureSkew().toMillis();
    this.quietSince = clock.millis();
    this.askedAt = quietSince;
    this.watermark = restoredWatermark;
    if (restoredWatermark > BEGINNING && restoredWatermark < END && restoredWatermark % 2 == 0) {
      highest = restoredWatermark + maxOutOfOrder; // (h)
    }
  }

  /**
   * The partition is not there: it is idle from the beginning (e), unless there is a watermark from
   * records that it gave before a restore (h).
   */
  synchronized void markIdle() {
    if (highest == BEGINNING) {
      quietSince = BEGINNING;
    }
  }

  /**
   * Takes in the next records, which {@code format} decodes, stamps them, and returns the earliest
   * of their timestamps.
   */
  synchronized long assignTimestamp(List<TrackedRecord> entries, Format format, String topic) {
    long now = clock.millis();
    long earliest = LAST;
    for (TrackedRecord entry : entries) {
      long timestamp;
      if (entry.isEnd()) {
        if (hasEnded()) {
          entry.markRepeated();
        }
        timestamp = assignTimestamp(null, now);
        entry.setTimestamp(timestamp, 0);
        markEnd();
      } else {
        timestamp = assignTimestamp(entry.decoded(format, topic).changeTime(), now);
        entry.setTimestamp(timestamp, lateness);
      }
      earliest = Math.min(earliest, timestamp);
    }
    return earliest;
  }

  /** Takes in the next record and returns its timestamp. */
  synchronized long assignTimestamp(@Nullable Instant changeTime) {
    return assignTimestamp(changeTime, clock.millis());
  }

  private long assignTimestamp(@Nullable Instant changeTime, long now) {
    quietSince = now;
    lateness = 0;
    long time = usableTime(changeTime, now);
    if (time == BEGINNING) {
      return Math.min(watermark, LAST); // (a)
    }
    if (time > highest) {
      highest = time;
      long behind = Math.max(time - maxOutOfOrder, BEGINNING + 1);
      watermark = Math.max(watermark, behind - Math.floorMod(behind, 2)); // (b), (h)
    } else {
      lateness = Math.max(0, highest - maxOutOfOrder - time); // (d)
    }
    return Math.min(Math.max(time, watermark), LAST); // (c)
  }

  /** How late the record is that was stamped last; 0 when it is not. */
  synchronized long lateness() {
    return lateness;
  }

  /** Whether it stands where another left off. */
  synchronized boolean resumesFrom(long otherWatermark) {
    return watermark == otherWatermark;
  }

  /** The partition is asked again; what lies between may have been a pause. */
  synchronized void resume() {
    polledAt(clock.millis());
  }

  private void polledAt(long now) {
    if (now - askedAt > PAUSE) {
      quietSince = Math.min(now, quietSince + now - askedAt); // (f)
    }
    askedAt = now;
  }

  /** The watermark now. */
  synchronized long watermark() {
    long now = clock.millis();
    polledAt(now);
    if (now - quietSince > IDLE.toMillis()) {
      watermark = Math.max(watermark, (now - IDLE.toMillis() - maxOutOfOrder) | 1); // (e), (h)
    }
    return watermark;
  }

  /** The end mark was read: nothing comes any more. */
  synchronized void markEnd() {
    watermark = END; // (g)
  }

  synchronized boolean hasEnded() {
    return watermark == END;
  }

  private long usableTime(@Nullable Instant changeTime, long now) {
    if (changeTime == null
        || changeTime.getEpochSecond() <= BEGINNING / 1000
        || changeTime.getEpochSecond() >= LAST / 1000) {
      return BEGINNING;
    }
    long time = changeTime.toEpochMilli();
    return time > now + maxFutureSkew ? BEGINNING : time; // (a)
  }
}
