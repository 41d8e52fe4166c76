package io.portage.normalize;

import io.portage.config.SourceConfig;
import io.portage.config.TableConfig;
import io.portage.config.TableConfig.BackfillPolicy;
import io.portage.config.TableConfig.Epoch;
import io.portage.config.TableConfig.VersionOrder;
import io.portage.model.Coordinates;
import io.portage.model.Reason;
import io.portage.model.RejectedChangeException;
import io.portage.model.SourcePosition;
import io.portage.model.Version;
import io.portage.model.event.DecodedRecord;
import io.portage.model.event.Envelope;
import java.time.Clock;
import java.time.Instant;
import java.util.List;

/** Extracts the version and the time of the changes of one table. Not thread-safe. */
final class VersionExtractor {
  private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
  private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999999999Z");

  private final VersionOrder order;
  private final List<Epoch> epochs;
  private final boolean comparesPositions;
  private final boolean heals;
  private final LogRestartDetector logs;
  private final String source;
  private final String target;
  private final boolean merged;
  private final long maxSkewMillis;
  private final Instant earliest;
  private final Clock clock;

  /** The last value read from the clock. */
  private long now;

  VersionExtractor(TableConfig table, SourceConfig settings, LogRestartDetector logs, Clock clock) {
    this.order = table.order();
    this.epochs = table.epochs();
    this.source = table.from();
    this.target = table.to();
    this.merged = table.route().isShared() || !table.route().added().isEmpty();
    this.logs = logs;
    this.comparesPositions = order == VersionOrder.POSITION && !table.appends();
    this.heals = table.backfill() == BackfillPolicy.HEAL;
    this.maxSkewMillis = settings.maxFutureSkew().toMillis();
    this.earliest = settings.earliestTime();
    this.clock = clock;
  }

  /**
   * Returns the version, of the table's kind of order.
   *
   * @param out is told if the source's log may have begun again
   */
  Version version(DecodedRecord event, NormalizerOutput out) throws RejectedChangeException {
    Envelope envelope = event.envelope();
    Coordinates at = event.record().coordinates();
    int epoch = epoch(event.record().kafkaTime());
    SourcePosition position =
        switch (order) {
          case TIME -> ofTime(envelope);
          case POSITION -> ofLog(envelope);
          case OFFSET -> SourcePosition.ofOffset(at.partition(), at.offset());
        };
    LogPlace place = comparesPositions ? LogPlace.of(event) : null;
    if (place != null) {
      String suspicion = logs.check(place, source, merged, this::epoch);
      if (suspicion != null) {
        out.suspected(target, event, suspicion);
      }
    }
    return Version.of(epoch, position, at.partition(), at.offset());
  }

  /**
   * Returns the change time in milliseconds since 1970; the record's timestamp if it has no usable
   * one.
   */
  static long changeTime(DecodedRecord event) {
    Instant time = event.envelope().changeTime();
    return time == null || !isUsable(time) ? event.record().kafkaTime() : time.toEpochMilli();
  }

  private SourcePosition ofLog(Envelope envelope) throws RejectedChangeException {
    SourcePosition position = envelope.position();
    if (heals && envelope.backfillPosition() != null) {
      return envelope.backfillPosition();
    }
    if (position != null) {
      return position;
    }
    if (heals && envelope.op().equals("r")) {
      throw RejectedChangeException.of(
          Reason.MISSING_VERSION,
          "the snapshot's row has no position at which it was read, which tables[].backfill: heal"
              + " needs"
              + hint(envelope));
    }
    if (envelope.op().equals("r")) {
      return SourcePosition.LOWEST;
    }
    throw RejectedChangeException.of(
        Reason.MISSING_VERSION,
        "the event has no source position, which only snapshot events may omit" + hint(envelope));
  }

  private static String hint(Envelope envelope) {
    return envelope.hint() == null ? "" : ": " + envelope.hint();
  }

  private SourcePosition ofTime(Envelope envelope) throws RejectedChangeException {
    Instant time = envelope.changeTime();
    if (time == null) {
      throw RejectedChangeException.of(
          Reason.MISSING_VERSION, "the event has no timestamp" + hint(envelope));
    }
    if (time.isBefore(FIRST)) {
      throw RejectedChangeException.of(
          Reason.MISSING_VERSION, "the event's timestamp is before the year 1");
    }
    if (time.isBefore(earliest)) {
      throw RejectedChangeException.of(
          Reason.FAR_PAST,
          "the event's timestamp, "
              + time
              + ", is before source.earliestTime, "
              + earliest
              + ": a time in seconds that is sent as milliseconds is in 1970");
    }
    if (time.isAfter(LAST) || isInFuture(time.toEpochMilli())) {
      throw RejectedChangeException.of(
          Reason.FAR_FUTURE,
          "the event's timestamp, "
              + time
              + ", is ahead of the clock by more than source.maxFutureSkew, "
              + maxSkewMillis / 1_000.0
              + " s");
    }
    return SourcePosition.ofTime(time.toEpochMilli());
  }

  /**
   * Compares with the cached time; the clock only advances, so it is read only if the cached time
   * does not suffice.
   */
  private boolean isInFuture(long millis) {
    if (millis - now > maxSkewMillis) {
      now = clock.millis();
    }
    return millis - now > maxSkewMillis;
  }

  private static boolean isUsable(Instant time) {
    return !time.isBefore(FIRST) && !time.isAfter(LAST);
  }

  private int epoch(long kafkaTime) {
    int epoch = 0;
    for (Epoch next : epochs) {
      if (next.from().toEpochMilli() > kafkaTime) {
        break;
      }
      epoch = next.epoch();
    }
    return epoch;
  }
}
