package io.portage.decode.mysql;

import io.portage.decode.json.JsonEventDecoder;
import io.portage.model.event.Envelope;
import io.portage.model.event.Format;
import org.jspecify.annotations.Nullable;

/** The format {@code maxwell-json}. */
final class MaxwellJson implements Format {
  private static final long serialVersionUID = 1;

  private final String placeholder;
  private final transient JsonEventDecoder events;

  MaxwellJson(String placeholder) {
    this.placeholder = placeholder;
    this.events = new JsonEventDecoder(new MaxwellEnvelope(), placeholder);
  }

  /** Rebuilds the transient decoder. */
  private Object readResolve() {
    return new MaxwellJson(placeholder);
  }

  @Override
  public Envelope decode(String topic, byte @Nullable [] value) {
    return events.decode(topic, value);
  }
}
