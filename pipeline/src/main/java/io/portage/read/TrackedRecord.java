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
 * A record between the consumer and the stage's first step, or the end mark of a bounded run.
 *
 * <p>Timestamp and lateness are set once, before the record leaves the reader. The cached envelope
 * is not encoded by the coder.
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

  /** Returns a record with the coverage that the cursor reported, or null. */
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

  /** Returns the end mark of a bounded run, which follows the partition's last record. */
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

  /**
   * Returns the coverage, or null if the record covers its own offset only and is not its reader's
   * first.
   */
  @Nullable RecordCoverage coverage() {
    return recordCoverage;
  }

  boolean isEnd() {
    return recordCoverage != null && recordCoverage.endOfInput();
  }

  /** Returns the approximate size in bytes. */
  int size() {
    return 64 + (key == null ? 0 : key.length) + (value == null ? 0 : value.length);
  }

  /** Returns the decoded value; decoded once per side of a coder. */
  Envelope decoded(Format format, String topic) {
    Envelope cached = decoded;
    if (cached == null) {
      cached = format.decode(topic, value, headers);
      decoded = cached;
    }
    return cached;
  }

  /** Returns the timestamp of the element, in milliseconds since 1970. */
  long timestamp() {
    return timestamp;
  }

  /** Returns the change's lateness in milliseconds; 0 if it is not late. */
  long lateness() {
    return lateness;
  }

  void setTimestamp(long elementTime, long late) {
    timestamp = elementTime;
    lateness = late;
  }

  /** Returns true if this end mark had also been emitted before a restore. */
  boolean isRepeated() {
    return repeated;
  }

  void markRepeated() {
    repeated = true;
  }

  /** Returns the decoded record. Not for end marks. */
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

  /** Returns the completion for Commit, or null if there is none. */
  @Nullable Completion completion(String topic, int partition) {
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
