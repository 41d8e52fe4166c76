package io.portage.read;

import io.portage.model.Coordinates;
import io.portage.model.Decoded;
import io.portage.model.Format;
import io.portage.model.Half;
import io.portage.model.Header;
import io.portage.model.Interval;
import io.portage.model.Origins;
import io.portage.model.Outcome;
import io.portage.model.RawChange;
import io.portage.model.RawEvent;
import io.portage.model.Start;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.io.kafka.KafkaRecord;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** Turns KafkaIO's records into the model's values and takes the private headers off. */
final class Unpacking implements Serializable {
  private static final long serialVersionUID = 1;

  private final Format format;

  Unpacking(Format format) {
    this.format = format;
  }

  /** The record's mark, or null where there is nothing to say. */
  static @Nullable Mark mark(KafkaRecord<byte[], Payload> record) {
    Headers headers = record.getHeaders();
    return headers == null ? null : Marks.mark(headers);
  }

  /** What Commit has to know of a marked record, or null. */
  static @Nullable Outcome outcome(KafkaRecord<byte[], Payload> record, Mark mark) {
    Headers headers = record.getHeaders();
    boolean covers = mark.end() && mark.from() <= record.getOffset();
    if ((!covers && !mark.first()) || (headers != null && Marks.isRepeated(headers))) {
      return null;
    }
    String topic = record.getTopic();
    int partition = record.getPartition();
    return new Outcome(
        covers
            ? Origins.of(
                new Interval(topic, partition, mark.from(), record.getOffset() + 1, Half.WHOLE))
            : Origins.none(),
        mark.first() ? new Start(topic, partition, mark.from(), mark.resumed()) : null);
  }

  /** The event of a record that is no end mark. */
  RawEvent event(KafkaRecord<byte[], Payload> record, @Nullable Mark mark) {
    Headers headers = record.getHeaders();
    Payload payload = record.getKV().getValue();
    String topic = record.getTopic();
    long offset = record.getOffset();
    RawChange raw =
        new RawChange(
            new Coordinates(topic, record.getPartition(), offset),
            mark == null ? offset : mark.from(),
            record.getTimestamp(),
            record.getKV().getKey(),
            payload.bytes(),
            headers == null ? List.of() : headers(headers),
            headers == null ? 0 : Marks.lateness(headers));
    Decoded decoded = payload.decoded();
    return new RawEvent(raw, decoded == null ? format.decode(topic, payload.bytes()) : decoded);
  }

  private static List<Header> headers(Headers headers) {
    List<Header> own = null;
    for (org.apache.kafka.common.header.Header header : headers) {
      if (!Marks.isPrivate(header.key())) {
        if (own == null) {
          own = new ArrayList<>();
        }
        own.add(new Header(header.key(), header.value()));
      }
    }
    return own == null ? List.of() : own;
  }
}
