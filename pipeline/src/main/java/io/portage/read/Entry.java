package io.portage.read;

import io.portage.model.ChangeEvent;
import io.portage.model.Coordinates;
import io.portage.model.Envelope;
import io.portage.model.Format;
import io.portage.model.Half;
import io.portage.model.Header;
import io.portage.model.Interval;
import io.portage.model.Origins;
import io.portage.model.Outcome;
import io.portage.model.RawChange;
import io.portage.model.Start;
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
final class Entry {
  private final long offset;
  private final long kafkaTime;
  private final byte @Nullable [] key;
  private final byte @Nullable [] value;
  private final List<Header> headers;
  private final @Nullable Mark mark;
  private @Nullable Envelope decoded;
  private long timestamp;
  private long lateness;
  private boolean repeated;

  Entry(
      long offset,
      long kafkaTime,
      byte @Nullable [] key,
      byte @Nullable [] value,
      List<Header> headers,
      @Nullable Mark mark) {
    this.offset = offset;
    this.kafkaTime = kafkaTime;
    this.key = key;
    this.value = value;
    this.headers = headers;
    this.mark = mark;
  }

  /** A record, and what the cursor said about it. */
  static Entry of(ConsumerRecord<byte[], byte[]> record, @Nullable Mark mark) {
    return new Entry(
        record.offset(),
        record.timestamp(),
        record.key(),
        record.value(),
        headers(record.headers()),
        mark);
  }

  /** The end of a bounded run, behind the partition's last record. */
  static Entry end(long offset, Mark mark) {
    return new Entry(offset, 0, null, null, List.of(), mark);
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
  @Nullable Mark mark() {
    return mark;
  }

  boolean isEnd() {
    return mark != null && mark.end();
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

  void stamp(long elementTime, long late) {
    timestamp = elementTime;
    lateness = late;
  }

  /** Whether this end mark was handed out before a restore, too. */
  boolean isRepeated() {
    return repeated;
  }

  void repeat() {
    repeated = true;
  }

  /** The event of an entry that is no end mark. */
  ChangeEvent event(Format format, String topic, int partition) {
    RawChange raw =
        new RawChange(
            new Coordinates(topic, partition, offset),
            mark == null ? offset : mark.from(),
            kafkaTime,
            key,
            value,
            headers,
            lateness);
    return new ChangeEvent(raw, decoded(format, topic));
  }

  /** What Commit has to know, or null. */
  @Nullable Outcome outcome(String topic, int partition) {
    if (mark == null) {
      return null;
    }
    boolean covers = mark.end() && mark.from() <= offset;
    if ((!covers && !mark.first()) || repeated) {
      return null;
    }
    return new Outcome(
        covers
            ? Origins.of(new Interval(topic, partition, mark.from(), offset + 1, Half.WHOLE))
            : Origins.none(),
        mark.first() ? new Start(topic, partition, mark.from(), mark.resumed()) : null);
  }
}
