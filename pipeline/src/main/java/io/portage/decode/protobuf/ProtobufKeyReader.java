package io.portage.decode.protobuf;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import io.portage.decode.MalformedException;
import io.portage.model.Columns;
import io.portage.model.Row;
import io.portage.model.event.SourceKey;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads keys of one message type, whose fields are the key's columns; or which wraps a single
 * value, as Kafka Connect's converter writes a key that is not a struct.
 *
 * @param type the keys' type
 * @param typed see {@link SourceKey#typed}
 */
record ProtobufKeyReader(Descriptor type, boolean typed) {
  /**
   * Reads a key.
   *
   * @param in the key's bytes, at the message
   * @throws MalformedException if it cannot be read
   */
  SourceKey read(CodedInputStream in) throws MalformedException {
    Message key = ProtobufEventShape.parse(type, in);
    ProtobufImages.requireKnownFields(key, "the key");
    List<String> names = new ArrayList<>();
    List<Object> values = new ArrayList<>();
    for (FieldDescriptor field : type.getFields()) {
      if (!field.hasPresence() || key.hasField(field)) {
        Object value = ProtobufImages.converted(field, key.getField(field), "");
        if (value != null) {
          names.add(field.getName());
          values.add(value);
        }
      }
    }
    if (ProtobufValues.isWrapper(type)) {
      return SourceKey.ofValue(values.get(0), typed);
    }
    return SourceKey.of(Row.of(Columns.of(names), values.toArray()), typed);
  }
}
