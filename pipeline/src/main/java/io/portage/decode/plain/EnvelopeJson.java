package io.portage.decode.plain;

import io.portage.decode.json.JsonEventDecoder;
import io.portage.decode.json.JsonKeyReader;
import io.portage.model.event.Envelope;
import io.portage.model.event.Format;
import io.portage.model.event.SourceKey;
import org.jspecify.annotations.Nullable;

/** The format {@code envelope-json}: the plain envelope in JSON. */
public final class EnvelopeJson implements Format {
  private static final long serialVersionUID = 1;

  private final String placeholder;
  private final transient JsonEventDecoder events;

  public EnvelopeJson(String placeholder) {
    this.placeholder = placeholder;
    this.events = new JsonEventDecoder(PlainEnvelope.INSTANCE, placeholder);
  }

  /** Rebuilds the transient decoder. */
  private Object readResolve() {
    return new EnvelopeJson(placeholder);
  }

  @Override
  public Envelope decode(String topic, byte @Nullable [] value) {
    return events.decode(topic, value);
  }

  @Override
  public SourceKey decodeKey(byte[] key, byte @Nullable [] value) {
    return JsonKeyReader.readPlain(key);
  }
}
