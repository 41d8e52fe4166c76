package io.portage.read;

import io.portage.model.ChangePart;
import io.portage.model.Completion;
import io.portage.model.Coordinates;
import io.portage.model.OffsetRange;
import io.portage.model.OffsetRanges;
import io.portage.model.ReaderStart;
import io.portage.model.event.DecodedRecord;
import io.portage.model.event.Envelope;
import io.portage.model.event.Format;
import io.portage.model.event.Header;
import io.portage.model.event.SourceRecord;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * A record on its way from the consumer to the stage's first step, or the end mark of a bounded
 * run.
 *
 * <p>What the partition's time says of it is written once, before it leaves the reader; the memo of
 * its decoding does not cross a coder.
 */
final class TrackedRecord {
  private final long offset;
  private final long kafkaTime;
  private final byte @Nullable [] key;
  private final byte @Nullable [] value;
  private final List<Header> headers;
  private final @Nullable RecordCoverage recordCoverage;
  private @Nullable Envelope decoded;
  private long timestamp;
  private long lateness;
  private boolean repeated;

  TrackedRecord(
      long offset,
      long kafkaTime,
      byte @Nullable [] key,
      byte @Nullable [] value,
      List<Header> headers,
      @Nullable RecordCoverage recordCoverage) {
    this.offset = offset;
    this.kafkaTime = kafkaTime;
    this.key = key;
    this.value = value;
    this.headers = headers;
    this.recordCoverage = recordCoverage;
  }

  /** A record, and what the cursor said about it. */
  static TrackedRecord of(
      ConsumerRecord<byte[], byte[]> record, @Nullable RecordCoverage recordCoverage) {
    return new TrackedRecord(
        record.offset(),
        record.timestamp(),
        record.key(),
        record.value(),
        headers(record.headers()),
        recordCoverage);
  }

  /** The end of a bounded run, behind the partition's last record. */
  static TrackedRecord end(long offset, RecordCoverage recordCoverage) {
    return new TrackedRecord(offset, 0, null, null, List.of(), recordCoverage);
  }

  private static List<Header> headers(Iterable<org.apache.kafka.common.header.Header> given) {
    List<Header> headers = null;
    for (org.apache.kafka.common.header.Header header : given) {
      if (headers == null) {
        headers = new ArrayList<>();
      }
      headers.add(new Header(header.key(), header.value()));
    }
    return headers == null ? List.of() : headers;
  }

  long offset() {
    return offset;
  }

  long kafkaTime() {
    return kafkaTime;
  }

  byte @Nullable [] key() {
    return key;
  }

  byte @Nullable [] value() {
    return value;
  }

  List<Header> headers() {
    return headers;
  }

  /** What there is to say about it, or null for nothing. */
  @Nullable RecordCoverage coverage() {
    return recordCoverage;
  }

  boolean isEnd() {
    return recordCoverage != null && recordCoverage.endOfInput();
  }

  /** About how many bytes it holds. */
  int size() {
    return 64 + (key == null ? 0 : key.length) + (value == null ? 0 : value.length);
  }

  /** What the format makes of the value, which it is asked once on this side of a coder. */
  Envelope decoded(Format format, String topic) {
    Envelope known = decoded;
    if (known == null) {
      known = format.decode(topic, value);
      decoded = known;
    }
    return known;
  }

  /** The timestamp of its element, milliseconds since 1970. */
  long timestamp() {
    return timestamp;
  }

  /** How late the change is, in milliseconds; 0 when it is not. */
  long lateness() {
    return lateness;
  }

  void setTimestamp(long elementTime, long late) {
    timestamp = elementTime;
    lateness = late;
  }

  /** Whether this end mark was handed out before a restore, too. */
  boolean isRepeated() {
    return repeated;
  }

  void markRepeated() {
    repeated = true;
  }

  /** The event of an entry that is no end mark. */
  DecodedRecord event(Format format, String topic, int partition) {
    SourceRecord raw =
        new SourceRecord(
            new Coordinates(topic, partition, offset),
            recordCoverage == null ? offset : recordCoverage.from(),
            kafkaTime,
            key,
            value,
            headers,
            lateness);
    return new DecodedRecord(raw, decoded(format, topic));
  }

  /** What Commit has to know, or null. */
  @Nullable Completion outcome(String topic, int partition) {
    if (recordCoverage == null) {
      return null;
    }
    boolean covers = recordCoverage.endOfInput() && recordCoverage.from() <= offset;
    if ((!covers && !recordCoverage.firstOfReader()) || repeated) {
      return null;
    }
    return new Completion(
        covers
            ? OffsetRanges.of(
                new OffsetRange(
                    topic, partition, recordCoverage.from(), offset + 1, ChangePart.WHOLE))
            : OffsetRanges.none(),
        recordCoverage.firstOfReader()
            ? new ReaderStart(
                topic, partition, recordCoverage.from(), recordCoverage.fromCheckpoint())
            : null);
  }
}
