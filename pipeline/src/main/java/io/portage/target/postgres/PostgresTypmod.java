package io.portage.target.postgres;

import io.portage.target.TargetColumn;

/**
 * Decodes the type modifier of a column: lengths, digits, units. For an array: that of its
 * elements.
 */
final class PostgresTypmod {
  private static final int HEADER = 4;
  private static final int MAX_DIGITS_OF_SECOND = 6;
  private static final int ALL_UNITS = 0x7FFF;

  /** PostgreSQL's bits for the units of an interval, the coarsest first. */
  private static final int[] UNITS = {1 << 2, 1 << 1, 1 << 3, 1 << 10, 1 << 11};

  private static final int SECOND = 1 << 12;

  private PostgresTypmod() {}

  /** Returns the {@link TargetColumn#length}. */
  static int length(String type, int typmod) {
    if (typmod < 0) {
      return 0;
    }
    return switch (element(type)) {
      case "varchar", "bpchar" -> typmod - HEADER;
      case "numeric" -> ((typmod - HEADER) >> 16) & 0xFFFF;
      case "bit", "varbit" -> typmod;
      case "time", "timetz", "timestamp", "timestamptz" -> step(typmod);
      case "interval" -> step(typmod & 0xFFFF);
      default -> 0;
    };
  }

  /** Returns the {@link TargetColumn#scale}. */
  static int scale(String type, int typmod) {
    if (typmod < 0) {
      return 0;
    }
    return switch (element(type)) {
      // Eleven bits with a sign: from version 15 on a scale may be negative.
      case "numeric" -> (((typmod - HEADER) & 0x7FF) ^ 1024) - 1024;
      case "interval" -> finest((typmod >> 16) & ALL_UNITS);
      default -> 0;
    };
  }

  private static String element(String type) {
    return type.startsWith("_") ? type.substring(1) : type;
  }

  private static int step(int digits) {
    int step = 1;
    for (int i = digits; i < MAX_DIGITS_OF_SECOND; i++) {
      step *= 10;
    }
    return step == 1 ? 0 : step;
  }

  private static int finest(int units) {
    if (units == ALL_UNITS || (units & SECOND) != 0) {
      return TargetColumn.WHOLE_INTERVAL;
    }
    for (int i = UNITS.length - 1; i >= 0; i--) {
      if ((units & UNITS[i]) != 0) {
        return i + 1;
      }
    }
    return TargetColumn.WHOLE_INTERVAL;
  }
}
