package io.portage.customformat;

import io.portage.decode.json.JsonEventDecoder;
import io.portage.model.event.Envelope;
import io.portage.model.event.Format;
import org.jspecify.annotations.Nullable;

/** Decodes the application's JSON. */
final class CustomJson implements Format {
  private static final long serialVersionUID = 1;

  private final String placeholder;
  private final boolean ignoresBootstrap;
  private final transient JsonEventDecoder events;

  CustomJson(String placeholder, boolean ignoresBootstrap) {
    this.placeholder = placeholder;
    this.ignoresBootstrap = ignoresBootstrap;
    this.events = new JsonEventDecoder(new CustomEnvelope(ignoresBootstrap), placeholder);
  }

  /** Rebuilds the transient decoder. */
  private Object readResolve() {
    return new CustomJson(placeholder, ignoresBootstrap);
  }

  @Override
  public Envelope decode(String topic, byte @Nullable [] value) {
    return events.decode(topic, value);
  }
}
