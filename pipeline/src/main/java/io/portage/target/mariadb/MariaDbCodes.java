package io.portage.target.mariadb;

import io.portage.target.ErrorCategory;
import io.portage.target.FailureKind;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The meanings of the server's error codes. Many errors share an SQLState, so the code decides; the
 * state reported to users is {@code state-code}.
 */
final class MariaDbCodes {
  private static final Map<Integer, ErrorCategory> CATEGORIES = new HashMap<>();
  private static final Map<Integer, FailureKind> KINDS = new HashMap<>();

  static {
    // The database is unavailable: connections, shutdown, read-only, disk full.
    category(
        ErrorCategory.TRANSIENT,
        1021,
        1040,
        1041,
        1042,
        1043,
        1053,
        1077,
        1079,
        1080,
        1114,
        1152,
        1158,
        1159,
        1160,
        1161,
        1184,
        1203,
        1205,
        1226,
        1290,
        1317,
        1792,
        1836,
        1927,
        2002,
        2003,
        2006,
        2013,
        2055,
        3032,
        3168,
        4031);
    // Deadlock, lock table full, statement timeout, packet too large, out of memory.
    category(ErrorCategory.OVERLOAD, 1037, 1038, 1153, 1206, 1213, 1614, 1969, 3024, 3572);
    // Foreign keys, unique values, a missing table.
    category(ErrorCategory.DEPENDENCY, 1062, 1146, 1169, 1216, 1217, 1451, 1452, 1586, 1859, 3008);
    category(
        ErrorCategory.DATA,
        1048,
        1054,
        1118,
        1136,
        1138,
        1231,
        1263,
        1264,
        1265,
        1292,
        1300,
        1364,
        1365,
        1366,
        1367,
        1369,
        1406,
        1411,
        1416,
        1441,
        1442,
        1525,
        1526,
        1644,
        1645,
        1690,
        1748,
        1906,
        1977,
        3105,
        3140,
        3141,
        3819,
        4025,
        4078,
        4161);
    category(ErrorCategory.SCHEMA, 1060, 1064, 1109, 1110, 1149, 1305, 1412, 1615, 1707);
    category(
        ErrorCategory.FATAL,
        1036,
        1044,
        1045,
        1046,
        1049,
        1129,
        1130,
        1131,
        1142,
        1143,
        1194,
        1195,
        1227,
        1251,
        1370,
        1698,
        1820,
        1862,
        3118);
    kind(FailureKind.UNIQUE, 1062, 1169, 1586, 1859);
    kind(FailureKind.FOREIGN_KEY, 1216, 1217, 1451, 1452, 3008);
    kind(FailureKind.CONSTRAINT, 1048, 1263, 1364, 3819, 4025);
    kind(FailureKind.ROW_RULE, 1369);
    kind(
        FailureKind.VALUE,
        1118,
        1264,
        1265,
        1292,
        1300,
        1366,
        1367,
        1406,
        1411,
        1416,
        1525,
        1690,
        3140,
        3141,
        4078);
    kind(
        FailureKind.SCHEMA, 1054, 1060, 1064, 1109, 1110, 1136, 1146, 1149, 1305, 1412, 1906, 3105);
    kind(FailureKind.CONFLICT, 1205, 1213);
  }

  private MariaDbCodes() {}

  private static void category(ErrorCategory category, int... codes) {
    for (int code : codes) {
      CATEGORIES.put(code, category);
    }
  }

  private static void kind(FailureKind kind, int... codes) {
    for (int code : codes) {
      KINDS.put(code, kind);
    }
  }

  static @Nullable ErrorCategory category(String state, int code) {
    ErrorCategory known = CATEGORIES.get(code);
    if (known != null || state.length() < 2) {
      return known;
    }
    return switch (state.substring(0, 2)) {
      case "08" -> ErrorCategory.TRANSIENT;
      case "21", "22", "23" -> ErrorCategory.DATA;
      case "45" -> ErrorCategory.DATA; // SIGNAL in a trigger
      case "28" -> ErrorCategory.FATAL;
      case "40" -> ErrorCategory.OVERLOAD;
      case "42" -> ErrorCategory.SCHEMA;
      case "70" -> ErrorCategory.TRANSIENT; // a killed statement or session
      default -> null;
    };
  }

  /** Returns the kind of an error; {@code state} may end with the code: {@code 23000-1062}. */
  static FailureKind kind(@Nullable String state) {
    if (state == null) {
      return FailureKind.OTHER;
    }
    int dash = state.indexOf('-');
    FailureKind known = dash < 0 ? null : KINDS.get(code(state.substring(dash + 1)));
    if (known != null || state.length() < 2) {
      return known == null ? FailureKind.OTHER : known;
    }
    return switch (state.substring(0, 2)) {
      case "22" -> FailureKind.VALUE;
      case "23" -> FailureKind.CONSTRAINT;
      case "40" -> FailureKind.CONFLICT;
      default -> FailureKind.OTHER;
    };
  }

  private static int code(String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      return 0; // a state of another database
    }
  }
}
