package io.portage.decode;

import java.util.Map;

/**
 * The readers of an event's two images.
 *
 * @param before reads {@code before}
 * @param after reads {@code after}
 */
record Images(JsonImages before, JsonImages after) {
  /** Readers for rows whose JSON values are the values. */
  static Images plain(Unavailable unavailable) {
    return of(unavailable, Map.of(), Map.of());
  }

  /** Readers with conversions by column. */
  static Images of(
      Unavailable unavailable, Map<String, Conversion> before, Map<String, Conversion> after) {
    return new Images(
        new JsonImages("before", unavailable, before), new JsonImages("after", unavailable, after));
  }
}
