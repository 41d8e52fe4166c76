package io.portage.decode.avro;

import io.portage.decode.MalformedException;
import io.portage.decode.avro.AvroStruct.AvroField;
import io.portage.decode.envelope.TypedEventReader;
import io.portage.model.event.Image;
import org.jspecify.annotations.Nullable;

/** Reads an event in binary Avro. */
final class AvroEventReader extends TypedEventReader {
  private final BoundedAvroDecoder in;
  private final AvroStruct event;
  private final @Nullable AvroReader row;

  /** The current struct, the event's source block or the event; null before the event. */
  private @Nullable AvroStruct struct;

  /** The number of fields of the current struct that were reached. */
  private int place;

  private int eventPlace;

  AvroEventReader(BoundedAvroDecoder in, AvroStruct event, @Nullable AvroReader row) {
    this.in = in;
    this.event = event;
    this.row = row;
  }

  @Override
  public boolean beginStruct(String name) throws MalformedException {
    AvroStruct next = struct == null ? event : field().struct();
    if (next == null) {
      throw new MalformedException(name + " is neither a record nor null");
    }
    if (!next.begin(in)) {
      return false;
    }
    eventPlace = place;
    struct = next;
    place = 0;
    return true;
  }

  @Override
  public int nextField() {
    AvroStruct current = current();
    if (place == current.size()) {
      struct = event;
      place = eventPlace;
      return END;
    }
    return current.field(place++).index();
  }

  private AvroStruct current() {
    if (struct == null) {
      throw new IllegalStateException("the event has not begun");
    }
    return struct;
  }

  private AvroField field() {
    return current().field(place - 1);
  }

  @Override
  protected @Nullable Object value() throws MalformedException {
    return field().reader().read(in);
  }

  @Override
  public @Nullable Image before(@Nullable Image other) throws MalformedException {
    return (Image) value();
  }

  @Override
  public @Nullable Image after(@Nullable Image other) throws MalformedException {
    return (Image) value();
  }

  @Override
  public @Nullable Image row() throws MalformedException {
    if (row == null) {
      throw new IllegalStateException("the envelope does not read rows");
    }
    return (Image) row.read(in);
  }

  @Override
  public void skip() throws MalformedException {
    value();
  }
}
