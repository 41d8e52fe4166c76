package io.portage.normalize;

import io.portage.TestChange;
import io.portage.model.Coordinates;
import io.portage.model.Row;
import io.portage.model.SourcePosition;
import io.portage.model.event.DecodedRecord;
import io.portage.model.event.Envelope;
import io.portage.model.event.Header;
import io.portage.model.event.Image;
import io.portage.model.event.SourceRecord;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Builds change events for tests: {@code EventBuilder.of("u").before(...).after(...)}. */
final class EventBuilder {
  private final String op;
  private @Nullable String table;
  private @Nullable Image before;
  private @Nullable Image after;
  private @Nullable Instant time = TestBed.NOW;
  private @Nullable SourcePosition position;
  private byte @Nullable [] key;
  private final List<Header> headers = new ArrayList<>();
  private Coordinates at = new Coordinates("users_cdc", 2, 17);
  private long kafkaTime = TestBed.NOW.toEpochMilli() + 5;

  private EventBuilder(String op) {
    this.op = op;
  }

  static EventBuilder of(String op) {
    return new EventBuilder(op);
  }

  static EventBuilder create(Object... row) {
    return of("c").after(row);
  }

  static EventBuilder update(Object... row) {
    return of("u").after(row);
  }

  static EventBuilder delete(Object... row) {
    return of("d").before(row);
  }

  EventBuilder before(@Nullable Object... row) {
    before = new Image(row(row), Set.of());
    return this;
  }

  EventBuilder after(@Nullable Object... row) {
    after = new Image(row(row), Set.of());
    return this;
  }

  /** Sets an after image without a schema. */
  EventBuilder afterUntyped(@Nullable Object... row) {
    after = new Image(row(row), Set.of(), false);
    return this;
  }

  /** Sets a before image without a schema. */
  EventBuilder beforeUntyped(@Nullable Object... row) {
    before = new Image(row(row), Set.of(), false);
    return this;
  }

  EventBuilder afterUnavailable(String unavailable, @Nullable Object... row) {
    after = new Image(row(row), Set.of(unavailable));
    return this;
  }

  EventBuilder beforeUnavailable(String unavailable, @Nullable Object... row) {
    before = new Image(row(row), Set.of(unavailable));
    return this;
  }

  EventBuilder table(String name) {
    table = name;
    return this;
  }

  EventBuilder topic(String topic) {
    at = new Coordinates(topic, at.partition(), at.offset());
    return this;
  }

  EventBuilder at(int partition, long offset) {
    at = new Coordinates(at.topic(), partition, offset);
    return this;
  }

  EventBuilder time(@Nullable Instant when) {
    time = when;
    return this;
  }

  EventBuilder position(long commit, long lsn) {
    position = SourcePosition.ofPostgres(commit, lsn);
    return this;
  }

  EventBuilder kafkaTime(Instant when) {
    kafkaTime = when.toEpochMilli();
    return this;
  }

  EventBuilder kafkaKey(String text) {
    key = text.getBytes(StandardCharsets.UTF_8);
    return this;
  }

  EventBuilder header(String name, @Nullable String value) {
    headers.add(new Header(name, value == null ? null : value.getBytes(StandardCharsets.UTF_8)));
    return this;
  }

  DecodedRecord build() {
    SourceRecord raw =
        new SourceRecord(
            at, at.offset() - 2, kafkaTime, key, new byte[] {'{', '}'}, List.copyOf(headers), 7);
    return new DecodedRecord(raw, new Envelope(op, table, before, after, time, position));
  }

  static Row row(@Nullable Object... namesAndValues) {
    return TestChange.row(namesAndValues);
  }
}
