package io.portage.normalize;

import io.portage.model.Coordinates;
import io.portage.model.SourcePosition;
import io.portage.model.event.DecodedRecord;
import io.portage.model.event.SourceLog;
import java.io.Serializable;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The place of a change in its topic and in its source's log.
 *
 * @param topic the topic
 * @param partition the partition
 * @param offset the record's offset
 * @param kafkaTime the record's timestamp, milliseconds since 1970
 * @param log the source's log
 * @param database the source's database, or null if the event does not contain it
 * @param position the position in the log
 */
public record LogPlace(
    String topic,
    int partition,
    long offset,
    long kafkaTime,
    SourceLog log,
    @Nullable String database,
    SourcePosition position)
    implements Serializable {
  /** Returns the place of an event; null if it has none in a log. */
  public static @Nullable LogPlace of(DecodedRecord event) {
    SourceLog log = event.envelope().log();
    SourcePosition position = event.envelope().position();
    Coordinates at = event.record().coordinates();
    return log == null || position == null
        ? null
        : new LogPlace(
            at.topic(),
            at.partition(),
            at.offset(),
            event.record().kafkaTime(),
            log,
            event.envelope().names().database(),
            position);
  }

  /** The source as texts that differ for sources whose logs differ. */
  String source() {
    return log.connector() + "/" + log.server() + "/" + (database == null ? "" : database);
  }

  /** Returns true if the position is below the other one. */
  boolean isBelow(LogPlace other) {
    int high = Long.compareUnsigned(position.high(), other.position.high());
    return high < 0
        || (high == 0 && Long.compareUnsigned(position.low(), other.position.low()) < 0);
  }

  /** The position as the source's own events write it. */
  String positionText() {
    long high = position.high();
    long low = position.low();
    return switch (log.connector()) {
      case "postgresql" ->
          log.inCommitOrder()
              ? "last commit " + Long.toUnsignedString(high) + ", lsn " + Long.toUnsignedString(low)
              : "lsn " + Long.toUnsignedString(low);
      case "mysql", "mariadb", "maxwell" ->
          "binlog file " + Long.toUnsignedString(high) + ", pos " + (low >>> 24);
      case "sqlserver" ->
          String.format(
              Locale.ROOT,
              "commit_lsn %08x:%08x:%04x",
              high >>> 32,
              high & 0xFFFFFFFFL,
              low >>> 48);
      case "oracle" -> "commit_scn " + Long.toUnsignedString(high);
      default -> Long.toUnsignedString(high) + "/" + Long.toUnsignedString(low);
    };
  }

  /** The source, as far as the event names it. */
  String sourceText() {
    return log.connector()
        + (log.server().isEmpty() ? "" : " " + log.server())
        + (database == null ? "" : ", database " + database);
  }
}
