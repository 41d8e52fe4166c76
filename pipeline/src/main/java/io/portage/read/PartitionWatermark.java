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
 * Event time of one partition: the timestamp and lateness of its records, and its watermark. All in
 * milliseconds since 1970.
 *
 * <p>The cases, cited below:
 *
 * <ul>
 *   <li>(a) A change time is usable within Beam's range and up to now + {@code maxFutureSkew}. A
 *       record without a usable time gets the current watermark, does not move it and is not late.
 *   <li>(b) The watermark is the highest usable time less {@code maxOutOfOrder}. It never goes
 *       back, nor below a restored one.
 *   <li>(c) A record's timestamp is its time, or the watermark if that is higher.
 *   <li>(d) Lateness is measured against the highest time, never against the watermark: a watermark
 *       raised by a pause makes no change late.
 *   <li>(e) The watermark of a partition that was polled but returned no record for {@link #IDLE}
 *       follows the clock: now - {@code IDLE} - {@code maxOutOfOrder}. So it does not hold back the
 *       other partitions. The watermark of a partition that does not exist yet follows the clock at
 *       once.
 *   <li>(f) Time without polls (back-pressure, a stopped process) is not idle time: the log may
 *       hold records.
 *   <li>(g) The end mark sets the watermark to the end of time.
 *   <li>(h) Only the watermark survives a restore, with its {@link WatermarkOrigin}. The highest
 *       time is restored from a watermark of (b). After one of (e) it is unknown, and lateness is
 *       measured from the next record on: rather too small than too large.
 * </ul>
 *
 * <p>Thread-safe, because successive readers of one partition may run on different threads.
 */
final class PartitionWatermark {
  /** Beam's earliest timestamp; as a watermark: unknown. */
  static final long BEGINNING = Long.MIN_VALUE / 1000;

  /** Beam's last watermark, after which no element follows. */
  static final long END = Long.MAX_VALUE / 1000;

  /** The last timestamp of an element in the global window. */
  static final long LAST = END - Duration.ofDays(1).toMillis();

  /** The time without records after which the watermark follows the clock. */
  static final Duration IDLE = Duration.ofSeconds(30);

  /** The longest time between two polls that is not a pause. */
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
    if (restoredWatermark > BEGINNING
        && restoredWatermark < END
        && WatermarkOrigin.of(restoredWatermark) == WatermarkOrigin.RECORDS) {
      highest = restoredWatermark + maxOutOfOrder; // (h)
    }
  }

  /**
   * Marks a partition that does not exist yet as idle from the beginning (e), unless its watermark
   * was restored from records (h).
   */
  synchronized void markIdle() {
    if (highest == BEGINNING) {
      quietSince = BEGINNING;
    }
  }

  /**
   * Sets timestamp and lateness of the next records, which {@code format} decodes, and returns the
   * earliest of their timestamps.
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

  /** Adds the next record and returns its timestamp. */
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
      long reached = Math.max(time - maxOutOfOrder, BEGINNING + 1);
      watermark = Math.max(watermark, WatermarkOrigin.RECORDS.encode(reached)); // (b), (h)
    } else {
      lateness = Math.max(0, highest - maxOutOfOrder - time); // (d)
    }
    return Math.min(Math.max(time, watermark), LAST); // (c)
  }

  /** Returns the lateness of the last record; 0 if it was not late. */
  synchronized long lateness() {
    return lateness;
  }

  /** Returns true if a reader restored at {@code otherWatermark} continues this partition. */
  synchronized boolean resumesFrom(long otherWatermark) {
    return watermark == otherWatermark;
  }

  /** Resumes polling; the time since the last poll may be a pause. */
  synchronized void resume() {
    polledAt(clock.millis());
  }

  private void polledAt(long now) {
    if (now - askedAt > PAUSE) {
      quietSince = Math.min(now, quietSince + now - askedAt); // (f)
    }
    askedAt = now;
  }

  /** Returns the current watermark. */
  synchronized long watermark() {
    long now = clock.millis();
    polledAt(now);
    if (now - quietSince > IDLE.toMillis()) {
      long followed = now - IDLE.toMillis() - maxOutOfOrder;
      watermark = Math.max(watermark, WatermarkOrigin.CLOCK.encode(followed)); // (e), (h)
    }
    return watermark;
  }

  /** Marks the end of the partition's input. */
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
