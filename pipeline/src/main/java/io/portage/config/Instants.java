package io.portage.config;

import java.time.Instant;
import java.time.format.DateTimeParseException;

/** Instants in ISO 8601. */
final class Instants {
  private Instants() {}

  static Instant parse(String text, String hint) throws Malformed {
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException e) {
      throw new Malformed("not an instant", hint);
    }
  }
}
