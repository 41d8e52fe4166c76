package io.portage.decode.protobuf;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.Descriptors.Descriptor;
import io.portage.decode.MalformedException;
import io.portage.decode.protobuf.ProtobufSchemas.DescriptorFile;
import io.portage.decode.protobuf.ProtobufSchemas.Registered;
import io.portage.model.event.Envelope;
import io.portage.model.event.Header;
import io.portage.model.event.SourceKey;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Decodes the values and keys of Protobuf records, each with its message type. Thread-safe. May
 * wait for a registry, see {@link io.portage.decode.registry.SchemaRegistry}.
 */
public abstract sealed class ProtobufRecords permits OneTypeRecords, RegistryRecords {
  /**
   * Creates the decoder.
   *
   * @param values creates the decoder of a type of values; throws IllegalArgumentException for a
   *     type that the format cannot use
   * @param typedKeys true if a schema defines the meaning of the keys' values
   * @throws IllegalArgumentException if a configured type does not exist, or cannot be used
   */
  public static ProtobufRecords of(
      ProtobufSchemas source, Function<Descriptor, ProtobufEventShape> values, boolean typedKeys) {
    return source instanceof DescriptorFile file
        ? new OneTypeRecords(
            values.apply(DescriptorSets.find(file.descriptors(), file.message())), file.confluent())
        : new RegistryRecords((Registered) source, values, typedKeys);
  }

  /** Returns true if the keys are not Protobuf but JSON. */
  public abstract boolean hasJsonKeys();

  /** Decodes a value; bytes that do not conform to their type become a malformed envelope. */
  public final Envelope decode(String topic, byte @Nullable [] bytes, List<Header> headers) {
    if (bytes == null) {
      return Envelope.tombstone();
    }
    try {
      CodedInputStream in = CodedInputStream.newInstance(bytes);
      return shape(bytes, headers, in).decode(topic, in);
    } catch (MalformedException e) {
      return Envelope.malformed(e.problem(), e.column());
    }
  }

  /**
   * Returns the message type of a value; may wait for it.
   *
   * @return empty for a tombstone, or if the type cannot be found
   */
  public final Optional<Descriptor> typeOf(byte @Nullable [] bytes, List<Header> headers) {
    if (bytes == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(shape(bytes, headers, CodedInputStream.newInstance(bytes)).type());
    } catch (MalformedException e) {
      return Optional.empty(); // decode reports the error
    }
  }

  /** Decodes a key; not for JSON keys. */
  public final SourceKey decodeKey(byte[] bytes, List<Header> headers) {
    try {
      CodedInputStream in = CodedInputStream.newInstance(bytes);
      return keyReader(bytes, headers, in).read(in);
    } catch (MalformedException e) {
      return SourceKey.none(e.problem());
    }
  }

  /**
   * Finds the decoder of a value.
   *
   * @param in the bytes; then at the message
   */
  abstract ProtobufEventShape shape(byte[] bytes, List<Header> headers, CodedInputStream in)
      throws MalformedException;

  /** The same of a key. */
  abstract ProtobufKeyReader keyReader(byte[] bytes, List<Header> headers, CodedInputStream in)
      throws MalformedException;
}
