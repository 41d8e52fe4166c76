package io.portage.target.postgres;

import io.portage.model.Version;
import java.nio.charset.StandardCharsets;

/**
 * The decimal text of {@link Version#toNumber}, computed without a {@link java.math.BigInteger}.
 */
final class VersionText {
  private static final int BILLION = 1_000_000_000;
  private static final int DIGITS = 9;
  private static final int LIMBS = 7;
  private static final long LOW = 0xFFFF_FFFFL;

  private static final byte[] TENS = new byte[100];
  private static final byte[] UNITS = new byte[100];

  static {
    for (int i = 0; i < 100; i++) {
      TENS[i] = (byte) ('0' + i / 10);
      UNITS[i] = (byte) ('0' + i % 10);
    }
  }

  private VersionText() {}

  static String of(Version version) {
    int[] limbs = {
      version.epoch(),
      (int) (version.high() >>> 32),
      (int) version.high(),
      (int) (version.low() >>> 32),
      (int) version.low(),
      version.partition() << 16 | (int) (version.offset() >>> 32),
      (int) version.offset()
    };
    byte[] text = new byte[DIGITS * LIMBS];
    int at = text.length;
    int first = 0;
    while (first < LIMBS) {
      int chunk = divide(limbs, first);
      while (first < LIMBS && limbs[first] == 0) {
        first++;
      }
      for (int i = 0; i < DIGITS / 2; i++) {
        int pair = chunk % 100;
        chunk /= 100;
        text[--at] = UNITS[pair];
        text[--at] = TENS[pair];
      }
      text[--at] = (byte) ('0' + chunk);
    }
    while (at < text.length - 1 && text[at] == '0') {
      at++;
    }
    return new String(text, at, text.length - at, StandardCharsets.ISO_8859_1);
  }

  /** Divides the number by a billion in place, from its first limb on; returns the remainder. */
  private static int divide(int[] limbs, int first) {
    long rest = 0;
    for (int i = first; i < LIMBS; i++) {
      long part = rest << 32 | (limbs[i] & LOW);
      limbs[i] = (int) (part / BILLION);
      rest = part % BILLION;
    }
    return (int) rest;
  }
}
