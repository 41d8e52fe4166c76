package io.portage.decode.plain;

import com.google.protobuf.Descriptors.Descriptor;
import io.portage.decode.envelope.SourceTables;
import io.portage.decode.envelope.UnavailablePlaceholder;
import io.portage.decode.json.JsonKeyReader;
import io.portage.decode.protobuf.ProtobufColumns;
import io.portage.decode.protobuf.ProtobufEventShape;
import io.portage.decode.protobuf.ProtobufRecords;
import io.portage.decode.protobuf.ProtobufSchemas;
import io.portage.model.event.Envelope;
import io.portage.model.event.Format;
import io.portage.model.event.Header;
import io.portage.model.event.SourceKey;
import io.portage.model.schema.SourceTable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The format {@code protobuf}: the plain envelope in Protobuf. */
final class ProtobufEnvelope implements Format {
  /** The fields of an event's type, with true for a message. */
  static final Map<String, Boolean> FIELDS =
      Map.of("op", false, "before", true, "after", true, "timestamp_ms", false);

  private static final long serialVersionUID = 1;

  private final ProtobufSchemas schemas;
  private final String placeholder;
  private final transient ProtobufRecords records;

  /**
   * Creates the format; sends nothing.
   *
   * @throws IllegalArgumentException if a configured type cannot be used
   */
  ProtobufEnvelope(ProtobufSchemas schemas, String placeholder) {
    this.schemas = schemas;
    this.placeholder = placeholder;
    this.records =
        ProtobufRecords.of(schemas, type -> shape(type, placeholder), /* typedKeys= */ true);
  }

  private static ProtobufEventShape shape(Descriptor type, String placeholder) {
    return new ProtobufEventShape(
        ProtobufEventShape.check(type, FIELDS),
        PlainEnvelope.INSTANCE,
        new UnavailablePlaceholder(placeholder),
        /* typed= */ true);
  }

  /** Rebuilds the transient decoder. */
  private Object readResolve() {
    return new ProtobufEnvelope(schemas, placeholder);
  }

  @Override
  public Envelope decode(String topic, byte @Nullable [] value) {
    return decode(topic, value, List.of());
  }

  @Override
  public Envelope decode(String topic, byte @Nullable [] value, List<Header> headers) {
    return records.decode(topic, value, headers);
  }

  @Override
  public SourceKey decodeKey(byte[] key, byte @Nullable [] value) {
    return decodeKey(key, value, List.of());
  }

  @Override
  public Optional<SourceTable> describe(
      String topic, byte @Nullable [] key, byte @Nullable [] value, List<Header> headers) {
    return records
        .typeOf(value, headers)
        .map(ProtobufColumns::ofEvent)
        .flatMap(columns -> SourceTables.of(this, topic, key, value, headers, columns));
  }

  /** Reads a key: Protobuf if it carries the id of its schema, else a JSON object. */
  @Override
  public SourceKey decodeKey(byte[] key, byte @Nullable [] value, List<Header> headers) {
    return records.hasJsonKeys() ? JsonKeyReader.readObject(key) : records.decodeKey(key, headers);
  }
}
