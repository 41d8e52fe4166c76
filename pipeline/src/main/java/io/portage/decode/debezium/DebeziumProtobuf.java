package io.portage.decode.debezium;

import io.portage.decode.json.JsonKeyReader;
import io.portage.decode.protobuf.ProtobufDecoder;
import io.portage.decode.protobuf.ProtobufSettings;
import io.portage.model.event.Envelope;
import io.portage.model.event.Format;
import io.portage.model.event.SourceKey;
import org.jspecify.annotations.Nullable;

/**
 * The format {@code debezium-protobuf}: Debezium's events in Protobuf. The message types do not
 * tell Debezium's own types, so the images are not {@link io.portage.model.event.Image#typed}. Keys
 * are JSON objects.
 */
final class DebeziumProtobuf implements Format {
  private static final long serialVersionUID = 1;

  private final ProtobufSettings settings;
  private final String placeholder;
  private final EnvelopeSettings envelope;
  private final transient ProtobufDecoder events;

  DebeziumProtobuf(ProtobufSettings settings, String placeholder, EnvelopeSettings envelope) {
    this.settings = settings;
    this.placeholder = placeholder;
    this.envelope = envelope;
    this.events =
        new ProtobufDecoder(
            settings, envelope.decoder(RecordKind.UNKNOWN), placeholder, /* typed= */ false);
  }

  /** Rebuilds the transient decoder. */
  private Object readResolve() {
    return new DebeziumProtobuf(settings, placeholder, envelope);
  }

  @Override
  public Envelope decode(String topic, byte @Nullable [] value) {
    return value == null ? envelope.tombstone() : events.decode(topic, value);
  }

  @Override
  public SourceKey decodeKey(byte[] key, byte @Nullable [] value) {
    return JsonKeyReader.isObject(key)
        ? JsonKeyReader.read(key, () -> null)
        : SourceKey.none("it is not a JSON object");
  }

  @Override
  public SourceKey decodeHeaderKey(byte[] header, byte @Nullable [] value) {
    return JsonKeyReader.read(header, () -> null);
  }
}
