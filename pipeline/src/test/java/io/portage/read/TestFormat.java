package io.portage.read;

import io.portage.model.event.Envelope;
import io.portage.model.event.Format;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Values are a change time in milliseconds; {@code bad} cannot be decoded. */
final class TestFormat implements Format {
  private static final long serialVersionUID = 1;

  static final long BASE_MILLIS = 1_726_531_200_000L;

  @Override
  public Envelope decode(String topic, byte @Nullable [] value) {
    if (value == null) {
      return Envelope.tombstone();
    }
    String text = new String(value, StandardCharsets.UTF_8);
    return text.equals("bad")
        ? Envelope.malformed("bad")
        : Envelope.control(Instant.ofEpochMilli(Long.parseLong(text)));
  }
}
