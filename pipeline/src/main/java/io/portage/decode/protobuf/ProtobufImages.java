package io.portage.decode.protobuf;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import io.portage.decode.MalformedException;
import io.portage.decode.envelope.UnavailablePlaceholder;
import io.portage.model.Columns;
import io.portage.model.event.Image;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Reads rows: a column for each field of the message type. A field that is absent is null if its
 * type has a presence ({@code optional}, a message, a part of a {@code oneof}), otherwise it is its
 * default value, because Protobuf does not tell the two apart.
 */
final class ProtobufImages {
  private final UnavailablePlaceholder unavailable;
  private final boolean typed;

  ProtobufImages(UnavailablePlaceholder unavailable, boolean typed) {
    this.unavailable = unavailable;
    this.typed = typed;
  }

  /**
   * Reads a row.
   *
   * @param place the name of the image, for messages
   * @throws MalformedException if the row has a field that its type lacks: a column would be lost
   */
  Image read(Message row, String place) throws MalformedException {
    requireKnownFields(row, place);
    List<FieldDescriptor> fields = row.getDescriptorForType().getFields();
    @Nullable Object[] values = new Object[fields.size()];
    for (int i = 0; i < values.length; i++) {
      FieldDescriptor field = fields.get(i);
      if (!field.hasPresence() || row.hasField(field)) {
        values[i] = unavailable.replacePlaceholders(converted(field, row.getField(field), place));
      }
    }
    return UnavailablePlaceholder.image(
        Columns.of(fields.stream().map(FieldDescriptor::getName).toList()), values, typed);
  }

  /**
   * Checks that a message has no fields that its type lacks.
   *
   * @param place the name of the message, for messages
   * @throws MalformedException if it has one
   */
  static void requireKnownFields(Message message, String place) throws MalformedException {
    if (!message.getUnknownFields().asMap().isEmpty()) {
      throw new MalformedException(
          place
              + " has fields that "
              + message.getDescriptorForType().getFullName()
              + " lacks (numbers "
              + new TreeSet<>(message.getUnknownFields().asMap().keySet())
              + "): the producer has a newer schema than source.protobuf.descriptors, or than the"
              + " schema id names");
    }
  }

  /** Converts a column's value as the message returns it. */
  static @Nullable Object converted(FieldDescriptor field, Object value, String place)
      throws MalformedException {
    try {
      return ProtobufValues.read(field, value);
    } catch (MalformedException e) {
      throw MalformedException.inColumn(place, field.getName(), e.problem());
    }
  }
}
