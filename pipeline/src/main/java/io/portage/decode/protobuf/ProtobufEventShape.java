package io.portage.decode.protobuf;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.DynamicMessage;
import io.portage.decode.MalformedException;
import io.portage.decode.envelope.EnvelopeDecoder;
import io.portage.decode.envelope.UnavailablePlaceholder;
import io.portage.model.event.Envelope;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Decodes events of one message type. Immutable and thread-safe. */
public final class ProtobufEventShape {
  private final Descriptor type;
  private final EnvelopeDecoder envelope;
  private final ProtobufImages images;

  /**
   * Creates the decoder of a type.
   *
   * @param type the events' type
   * @param envelope interprets the fields
   * @param unavailable the placeholder for unavailable values
   * @param typed see {@link io.portage.model.event.Image#typed}
   */
  public ProtobufEventShape(
      Descriptor type,
      EnvelopeDecoder envelope,
      UnavailablePlaceholder unavailable,
      boolean typed) {
    this.type = type;
    this.envelope = envelope;
    this.images = new ProtobufImages(unavailable, typed);
  }

  /**
   * Checks that a type has the fields that an envelope needs.
   *
   * @param fields for each field true if it is a message
   * @return the type
   * @throws IllegalArgumentException if one is missing or of another type
   */
  public static Descriptor check(Descriptor type, Map<String, Boolean> fields) {
    Set<String> missing = new TreeSet<>();
    fields.forEach(
        (name, isMessage) -> {
          FieldDescriptor field = type.findFieldByName(name);
          boolean found =
              field != null
                  && !field.isRepeated()
                  && (!isMessage || field.getJavaType() == FieldDescriptor.JavaType.MESSAGE);
          if (!found) {
            missing.add(name + (isMessage ? " (a message)" : ""));
          }
        });
    if (!missing.isEmpty()) {
      throw new IllegalArgumentException(
          "the message type "
              + type.getFullName()
              + " lacks "
              + String.join(", ", missing)
              + ", which the envelope needs");
    }
    return type;
  }

  /** The events' type. */
  Descriptor type() {
    return type;
  }

  /**
   * Decodes one event.
   *
   * @param in the record's bytes, at the message
   * @throws MalformedException if they are not a message of this type, or not an event
   */
  Envelope decode(String topic, CodedInputStream in) throws MalformedException {
    try {
      return envelope.read(new ProtobufEventReader(parse(type, in), envelope, images), topic);
    } catch (IOException e) {
      throw new IllegalStateException("the bytes are in memory", e);
    }
  }

  /** Reads the message up to the end of the bytes. */
  static DynamicMessage parse(Descriptor type, CodedInputStream in) throws MalformedException {
    try {
      DynamicMessage message = DynamicMessage.parseFrom(type, in);
      in.checkLastTagWas(0);
      return message;
    } catch (IOException e) {
      throw new MalformedException("not a Protobuf message of type " + type.getFullName());
    }
  }
}
