package io.portage.enrich;

import java.math.BigDecimal;
import java.util.HexFormat;

/**
 * The text form of a lookup key: equal for equal values of different types, so that the number 1
 * finds the text "1" of a CSV file, and 1.50 finds 1.5.
 */
final class LookupKey {
  private LookupKey() {}

  static String of(Object value) {
    if (value instanceof String text) {
      return text;
    }
    if (value instanceof BigDecimal number) {
      return plain(number);
    }
    if (value instanceof Double number) {
      return number.isNaN() || number.isInfinite()
          ? number.toString()
          : plain(BigDecimal.valueOf(number));
    }
    if (value instanceof byte[] bytes) {
      return HexFormat.of().formatHex(bytes);
    }
    return value.toString();
  }

  private static String plain(BigDecimal number) {
    return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
  }
}
