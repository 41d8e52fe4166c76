package io.portage.maxwell;

import io.portage.decode.json.JsonEventDecoder;
import io.portage.model.event.Envelope;
import io.portage.model.event.Format;
import org.jspecify.annotations.Nullable;

/** Decodes Maxwell's JSON. */
final class MaxwellJson implements Format {
  private static final long serialVersionUID = 1;

  private final String placeholder;
  private final boolean ignoresBootstrap;
  private final transient JsonEventDecoder events;

  MaxwellJson(String placeholder, boolean ignoresBootstrap) {
    this.placeholder = placeholder;
    this.ignoresBootstrap = ignoresBootstrap;
    this.events = new JsonEventDecoder(new MaxwellEnvelope(ignoresBootstrap), placeholder);
  }

  /** Rebuilds the transient decoder. */
  private Object readResolve() {
    return new MaxwellJson(placeholder, ignoresBootstrap);
  }

  @Override
  public Envelope decode(String topic, byte @Nullable [] value) {
    return events.decode(topic, value);
  }
}
