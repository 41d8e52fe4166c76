package io.portage.decode.protobuf;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import io.portage.decode.MalformedException;
import io.portage.decode.envelope.EnvelopeDecoder;
import io.portage.decode.envelope.FieldNames;
import io.portage.decode.envelope.TypedEventReader;
import io.portage.model.event.Image;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads an event that is a parsed message. */
final class ProtobufEventReader extends TypedEventReader {
  private final Message event;
  private final EnvelopeDecoder envelope;
  private final ProtobufImages images;

  /** The current message, the event's source block or the event; null before the event. */
  private @Nullable Message struct;

  private FieldNames names;

  /** The number of fields of the current message that were reached. */
  private int place;

  private int eventPlace;

  ProtobufEventReader(Message event, EnvelopeDecoder envelope, ProtobufImages images) {
    this.event = event;
    this.envelope = envelope;
    this.images = images;
    this.names = envelope.eventFields();
  }

  @Override
  public boolean beginStruct(String name) throws MalformedException {
    if (struct == null) {
      struct = event;
      return true;
    }
    Object value = unread();
    if (value == null) {
      return false;
    }
    if (!(value instanceof Message message)) {
      throw new MalformedException(name + " is not a message");
    }
    eventPlace = place;
    struct = message;
    names = envelope.sourceFields();
    place = 0;
    return true;
  }

  @Override
  public int nextField() {
    List<FieldDescriptor> fields = current().getDescriptorForType().getFields();
    if (place == fields.size()) {
      struct = event;
      names = envelope.eventFields();
      place = eventPlace;
      return END;
    }
    return names.indexOf(fields.get(place++).getName());
  }

  private Message current() {
    if (struct == null) {
      throw new IllegalStateException("the event has not begun");
    }
    return struct;
  }

  /** Returns the field's message or scalar; null if it is absent. */
  private @Nullable Object unread() {
    FieldDescriptor field = current().getDescriptorForType().getFields().get(place - 1);
    return field.hasPresence() && !current().hasField(field) ? null : current().getField(field);
  }

  @Override
  protected @Nullable Object value() throws MalformedException {
    Object value = unread();
    return value == null
        ? null
        : ProtobufValues.read(current().getDescriptorForType().getFields().get(place - 1), value);
  }

  @Override
  public @Nullable Image before(@Nullable Image other) throws MalformedException {
    return image(envelope.beforeField());
  }

  @Override
  public @Nullable Image after(@Nullable Image other) throws MalformedException {
    return image(envelope.afterField());
  }

  private @Nullable Image image(String name) throws MalformedException {
    Object value = unread();
    if (value == null) {
      return null;
    }
    if (value instanceof Message row) {
      return images.read(row, name);
    }
    throw new MalformedException(name + " is not a message");
  }

  @Override
  public @Nullable Image row() throws MalformedException {
    return images.read(event, "the row");
  }

  @Override
  public void skip() {
    // The message is parsed already.
  }
}
