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
    return new Images(
        JsonImages.plain("before", unavailable), JsonImages.plain("after", unavailable));
  }

  /** Readers for rows of which no schema tells the types. */
  static Images untyped(Unavailable unavailable) {
    return of(unavailable, Map.of(), Map.of());
  }

  /** Readers with conversions by column, one for each column that the schema tells. */
  static Images of(
      Unavailable unavailable, Map<String, Conversion> before, Map<String, Conversion> after) {
    return new Images(
        JsonImages.converting("before", unavailable, before),
        JsonImages.converting("after", unavailable, after));
  }
}
