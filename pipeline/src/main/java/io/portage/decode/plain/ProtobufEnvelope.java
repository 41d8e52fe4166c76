package io.portage.decode.plain;

import io.portage.decode.json.JsonKeyReader;
import io.portage.decode.protobuf.ProtobufDecoder;
import io.portage.decode.protobuf.ProtobufSettings;
import io.portage.model.event.Envelope;
import io.portage.model.event.Format;
import io.portage.model.event.SourceKey;
import org.jspecify.annotations.Nullable;

/** The format {@code protobuf}: the plain envelope in Protobuf. */
final class ProtobufEnvelope implements Format {
  private static final long serialVersionUID = 1;

  private final ProtobufSettings settings;
  private final String placeholder;
  private final transient ProtobufDecoder events;

  ProtobufEnvelope(ProtobufSettings settings, String placeholder) {
    this.settings = settings;
    this.placeholder = placeholder;
    this.events =
        new ProtobufDecoder(settings, PlainEnvelope.INSTANCE, placeholder, /* typed= */ true);
  }

  /** Rebuilds the transient decoder. */
  private Object readResolve() {
    return new ProtobufEnvelope(settings, placeholder);
  }

  @Override
  public Envelope decode(String topic, byte @Nullable [] value) {
    return events.decode(topic, value);
  }

  @Override
  public SourceKey decodeKey(byte[] key, byte @Nullable [] value) {
    return JsonKeyReader.readObject(key);
  }
}
