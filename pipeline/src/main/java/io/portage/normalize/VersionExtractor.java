package io.portage.normalize;

import io.portage.config.TableConfig;
import io.portage.config.TableConfig.Epoch;
import io.portage.config.TableConfig.VersionOrder;
import io.portage.model.Coordinates;
import io.portage.model.Reason;
import io.portage.model.SourcePosition;
import io.portage.model.Version;
import io.portage.model.event.DecodedRecord;
import io.portage.model.event.Envelope;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Gives changes of one table their version and their time. Not thread-safe. */
final class VersionExtractor {
  private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
  private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999999999Z");

  private final VersionOrder order;
  private final List<Epoch> epochs;
  private final long maxSkewMillis;
  private final Clock clock;

  /** What the clock said last. */
  private long now;

  VersionExtractor(TableConfig table, Duration maxFutureSkew, Clock clock) {
    this.order = table.order();
    this.epochs = table.epochs();
    this.maxSkewMillis = maxFutureSkew.toMillis();
    this.clock = clock;
  }

  /** The version, by the table's kind of order. */
  Version version(DecodedRecord event) throws RejectedChangeException {
    Envelope envelope = event.envelope();
    SourcePosition position =
        order == VersionOrder.TIME ? ofTime(envelope.changeTime()) : ofLog(envelope);
    Coordinates at = event.record().coordinates();
    return Version.of(epoch(event.record().kafkaTime()), position, at.partition(), at.offset());
  }

  /** The change's time in milliseconds since 1970; the record's where it has no usable one. */
  static long changeTime(DecodedRecord event) {
    Instant time = event.envelope().changeTime();
    return time == null || !isUsable(time) ? event.record().kafkaTime() : time.toEpochMilli();
  }

  private static SourcePosition ofLog(Envelope envelope) throws RejectedChangeException {
    SourcePosition position = envelope.position();
    if (position != null) {
      return position;
    }
    if (envelope.op().equals("r")) {
      return SourcePosition.LOWEST;
    }
    throw RejectedChangeException.of(
        Reason.MISSING_VERSION,
        "the event has no position in the source's log, only a snapshot may");
  }

  private SourcePosition ofTime(@Nullable Instant time) throws RejectedChangeException {
    if (time == null) {
      throw RejectedChangeException.of(Reason.MISSING_VERSION, "the event has no timestamp");
    }
    if (time.isBefore(FIRST)) {
      throw RejectedChangeException.of(
          Reason.MISSING_VERSION, "the event's timestamp is before the year 1");
    }
    if (time.isAfter(LAST) || isInFuture(time.toEpochMilli())) {
      throw RejectedChangeException.of(
          Reason.FAR_FUTURE,
          "the event's timestamp is ahead of the clock by more than "
              + Duration.ofMillis(maxSkewMillis));
    }
    return SourcePosition.ofTime(time.toEpochMilli());
  }

  /** The clock goes forward, so it is only read where what it has said does not suffice. */
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
