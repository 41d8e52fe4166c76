package io.portage.config.yaml;

import java.time.Instant;
import java.time.format.DateTimeParseException;

/** Parses instants in ISO 8601. */
public final class InstantParser {
  private InstantParser() {}

  public static Instant parse(String text, String hint) throws InvalidValueException {
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException e) {
      throw new InvalidValueException("not an instant", hint);
    }
  }
}
