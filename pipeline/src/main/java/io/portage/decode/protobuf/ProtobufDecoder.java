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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Decodes values that are messages of one type. Immutable and thread-safe. */
public final class ProtobufDecoder {
  private final EnvelopeDecoder envelope;
  private final ProtobufImages images;
  private final Descriptor type;

  /** The place of the type in its file, as Confluent's header names it. */
  private final List<Integer> indexes;

  private final boolean confluent;

  /**
   * Creates a decoder.
   *
   * @param envelope interprets the fields
   * @param placeholder the placeholder for unavailable values
   * @param typed see {@link io.portage.model.event.Image#typed}
   * @throws IllegalArgumentException if the settings do not describe a message type
   */
  public ProtobufDecoder(
      ProtobufSettings settings, EnvelopeDecoder envelope, String placeholder, boolean typed) {
    this.envelope = envelope;
    this.images = new ProtobufImages(new UnavailablePlaceholder(placeholder), typed);
    this.type = settings.descriptor();
    this.indexes = indexes(type);
    this.confluent = settings.confluent();
  }

  /**
   * Checks that the type has the fields that an envelope needs.
   *
   * @param fields for each field whether it is a message
   * @throws IllegalArgumentException if one is missing or of another type
   */
  public static void check(ProtobufSettings settings, Map<String, Boolean> fields) {
    Descriptor type = settings.descriptor();
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
  }

  private static List<Integer> indexes(Descriptor type) {
    List<Integer> path = new ArrayList<>();
    for (Descriptor at = type; at != null; at = at.getContainingType()) {
      path.add(0, at.getIndex());
    }
    return List.copyOf(path);
  }

  /**
   * Decodes one value.
   *
   * @param value the bytes, null for a tombstone
   * @return the event, or {@link Envelope#malformed}
   */
  public Envelope decode(String topic, byte @Nullable [] value) {
    if (value == null) {
      return Envelope.tombstone();
    }
    try {
      CodedInputStream in = CodedInputStream.newInstance(value);
      if (confluent) {
        readHeader(in);
      }
      DynamicMessage message;
      try {
        message = DynamicMessage.parseFrom(type, in);
      } catch (IOException e) {
        return Envelope.malformed("not a Protobuf message of type " + type.getFullName());
      }
      return envelope.read(new ProtobufEventReader(message, envelope, images), topic);
    } catch (MalformedException e) {
      return Envelope.malformed(e.problem(), e.column());
    } catch (IOException e) {
      return Envelope.malformed("the value ends within its header");
    }
  }

  /** Reads 0, the schema's id (4 bytes) and the place of the type in its file. */
  private void readHeader(CodedInputStream in) throws IOException, MalformedException {
    if (in.readRawByte() != 0) {
      throw new MalformedException(
          "the value does not begin with the header of Confluent's serializer, which"
              + " source.protobuf.header declares");
    }
    in.skipRawBytes(Integer.BYTES);
    int size = in.readSInt32();
    List<Integer> found = new ArrayList<>();
    if (size == 0) {
      found.add(0);
    }
    for (int i = 0; i < size && i <= indexes.size(); i++) {
      found.add(in.readSInt32());
    }
    if (!found.equals(indexes)) {
      throw new MalformedException(
          "the header names another message type of its file than " + type.getFullName());
    }
  }
}
