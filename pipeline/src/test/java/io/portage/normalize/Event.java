package io.portage.normalize;

import io.portage.model.ChangeEvent;
import io.portage.model.Coordinates;
import io.portage.model.Envelope;
import io.portage.model.Header;
import io.portage.model.Image;
import io.portage.model.RawChange;
import io.portage.model.Row;
import io.portage.model.SourcePosition;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Builds change events for tests: {@code Event.of("u").before(...).after(...)}. */
final class Event {
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

  private Event(String op) {
    this.op = op;
  }

  static Event of(String op) {
    return new Event(op);
  }

  static Event create(Object... row) {
    return of("c").after(row);
  }

  static Event update(Object... row) {
    return of("u").after(row);
  }

  static Event delete(Object... row) {
    return of("d").before(row);
  }

  Event before(@Nullable Object... row) {
    before = Image.whole(row(row));
    return this;
  }

  Event after(@Nullable Object... row) {
    after = Image.whole(row(row));
    return this;
  }

  /** An image without a schema. */
  Event afterUntyped(@Nullable Object... row) {
    after = new Image(row(row), Set.of(), false);
    return this;
  }

  /** An image without a schema. */
  Event beforeUntyped(@Nullable Object... row) {
    before = new Image(row(row), Set.of(), false);
    return this;
  }

  Event afterLacking(String lacking, @Nullable Object... row) {
    after = new Image(row(row), Set.of(lacking));
    return this;
  }

  Event beforeLacking(String lacking, @Nullable Object... row) {
    before = new Image(row(row), Set.of(lacking));
    return this;
  }

  Event table(String name) {
    table = name;
    return this;
  }

  Event topic(String topic) {
    at = new Coordinates(topic, at.partition(), at.offset());
    return this;
  }

  Event at(int partition, long offset) {
    at = new Coordinates(at.topic(), partition, offset);
    return this;
  }

  Event time(@Nullable Instant when) {
    time = when;
    return this;
  }

  Event position(long commit, long lsn) {
    position = SourcePosition.ofPostgres(commit, lsn);
    return this;
  }

  Event kafkaTime(Instant when) {
    kafkaTime = when.toEpochMilli();
    return this;
  }

  Event kafkaKey(String text) {
    key = text.getBytes(StandardCharsets.UTF_8);
    return this;
  }

  Event header(String name, @Nullable String value) {
    headers.add(new Header(name, value == null ? null : value.getBytes(StandardCharsets.UTF_8)));
    return this;
  }

  ChangeEvent build() {
    RawChange raw =
        new RawChange(
            at, at.offset() - 2, kafkaTime, key, new byte[] {'{', '}'}, List.copyOf(headers), 7);
    return new ChangeEvent(raw, new Envelope(op, table, before, after, time, position));
  }

  static Row row(@Nullable Object... namesAndValues) {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      map.put(String.valueOf(namesAndValues[i]), namesAndValues[i + 1]);
    }
    return Row.of(map);
  }
}
