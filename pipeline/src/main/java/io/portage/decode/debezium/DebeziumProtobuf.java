package io.portage.decode.debezium;

import com.google.protobuf.Descriptors.Descriptor;
import io.portage.decode.envelope.UnavailablePlaceholder;
import io.portage.decode.json.JsonKeyReader;
import io.portage.decode.protobuf.ProtobufEventShape;
import io.portage.decode.protobuf.ProtobufRecords;
import io.portage.decode.protobuf.ProtobufSchemas;
import io.portage.decode.protobuf.ProtobufSchemas.Registered;
import io.portage.model.event.Envelope;
import io.portage.model.event.Format;
import io.portage.model.event.Header;
import io.portage.model.event.SourceKey;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The format {@code debezium-protobuf}: Debezium's events in Protobuf. The message types do not
 * tell Debezium's own types, so images and keys are not {@link io.portage.model.event.Image#typed}.
 * With a registry, records of several tables, and Debezium's other records, can be in one topic:
 * the full name of the message type tells them apart.
 *
 * <p>Keys are JSON objects, or Protobuf with a registry. A key in a header is always JSON, because
 * Kafka Connect encodes headers so.
 */
final class DebeziumProtobuf implements Format {
  private static final long serialVersionUID = 1;
  private static final Map<String, Boolean> FIELDS =
      Map.of("op", false, "before", true, "after", true, "source", true);
  private static final Map<String, Boolean> MESSAGE_FIELDS = Map.of("op", false, "source", true);

  private final ProtobufSchemas schemas;
  private final String placeholder;
  private final EnvelopeSettings envelope;
  private final transient ProtobufRecords records;

  /**
   * Creates the format; sends nothing.
   *
   * @throws IllegalArgumentException if a configured type cannot be used
   */
  DebeziumProtobuf(ProtobufSchemas schemas, String placeholder, EnvelopeSettings envelope) {
    this.schemas = schemas;
    this.placeholder = placeholder;
    this.envelope = envelope;
    this.records =
        ProtobufRecords.of(
            schemas,
            type -> shape(type, kind(type, schemas), placeholder, envelope),
            /* typedKeys= */ false);
  }

  /**
   * Checks the type of a descriptor file.
   *
   * @throws IllegalArgumentException if the format cannot use it
   */
  static void check(Descriptor type, EnvelopeSettings envelope) {
    shape(type, RecordKind.UNKNOWN, "", envelope);
  }

  /** All records of a descriptor file have one type, so it does not tell their kind. */
  private static RecordKind kind(Descriptor type, ProtobufSchemas schemas) {
    return schemas instanceof Registered
        ? RecordKind.ofSchema(type.getFullName())
        : RecordKind.UNKNOWN;
  }

  private static ProtobufEventShape shape(
      Descriptor type, RecordKind kind, String placeholder, EnvelopeSettings envelope) {
    return new ProtobufEventShape(
        ProtobufEventShape.check(type, fields(kind, envelope)),
        envelope.decoder(kind),
        new UnavailablePlaceholder(placeholder),
        /* typed= */ false);
  }

  private static Map<String, Boolean> fields(RecordKind kind, EnvelopeSettings envelope) {
    if (envelope.unwrapped() || kind.controlOperation() != null) {
      return Map.of();
    }
    return kind == RecordKind.MESSAGE ? MESSAGE_FIELDS : FIELDS;
  }

  /** Rebuilds the transient decoder. */
  private Object readResolve() {
    return new DebeziumProtobuf(schemas, placeholder, envelope);
  }

  @Override
  public Envelope decode(String topic, byte @Nullable [] value) {
    return decode(topic, value, List.of());
  }

  @Override
  public Envelope decode(String topic, byte @Nullable [] value, List<Header> headers) {
    return value == null ? envelope.tombstone() : records.decode(topic, value, headers);
  }

  @Override
  public SourceKey decodeKey(byte[] key, byte @Nullable [] value) {
    return decodeKey(key, value, List.of());
  }

  @Override
  public SourceKey decodeKey(byte[] key, byte @Nullable [] value, List<Header> headers) {
    if (!records.hasJsonKeys()) {
      return records.decodeKey(key, headers);
    }
    return JsonKeyReader.isObject(key)
        ? JsonKeyReader.read(key, () -> null)
        : SourceKey.none(
            "it is not a JSON object"
                + (schemas instanceof Registered
                    ? "; if it is Protobuf, set source.registry.keys to registry"
                    : ""));
  }

  @Override
  public SourceKey decodeHeaderKey(byte[] header, byte @Nullable [] value) {
    return JsonKeyReader.read(header, () -> null);
  }
}
