package io.portage.target.mariadb.definition;

import io.portage.model.schema.SourceType;
import org.jspecify.annotations.Nullable;

/**
 * The MariaDB type for a source type: the type that holds every value of it unchanged, or the one
 * that holds most, with a comment.
 *
 * @param sql the type in SQL, such as {@code decimal(12,2)}
 * @param dataType its name in the catalog, such as {@code decimal}
 * @param columnType its definition in the catalog, such as {@code bigint unsigned}
 * @param length see {@link io.portage.target.TargetColumn#length}
 * @param scale see {@link io.portage.target.TargetColumn#scale}
 * @param comment what the type does not keep or the source does not tell, or null
 */
record MariaDbTypeName(
    String sql,
    String dataType,
    String columnType,
    int length,
    int scale,
    @Nullable String comment) {
  private static final int MOST_DIGITS = 65;
  private static final int MOST_SCALE = 38;
  private static final int MOST_BITS = 64;

  /** Longer texts do not count to the limited size of a row. */
  private static final int MOST_CHARACTERS = 1_000;

  /** An index entry has at most 3,072 bytes. */
  private static final int MOST_KEY_CHARACTERS = 700;

  /** A key of four such texts fits. */
  private static final int USUAL_KEY_CHARACTERS = 190;

  private static final int MOST_KEY_BYTES = 255;
  private static final int MICROS = 6;

  private static final String TEXT = " CHARACTER SET utf8mb4 COLLATE utf8mb4_bin";
  private static final String KEY_TEXT = " CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin";

  private static MariaDbTypeName of(String sql, @Nullable String comment) {
    return new MariaDbTypeName(sql, sql, sql, 0, 0, comment);
  }

  /**
   * Returns the type.
   *
   * @param key true for a part of the key: texts and bytes are then limited, and compared exactly
   */
  static MariaDbTypeName of(SourceType type, boolean key) {
    return switch (type.kind()) {
      case BOOLEAN -> new MariaDbTypeName("boolean", "tinyint", "tinyint(1)", 0, 0, null);
      case INTEGER -> integer(type.length(), type.unsigned());
      case DECIMAL -> decimal(type, key);
      case FLOAT ->
          of(type.length() == 32 && !key ? "float" : "double", "NaN and infinity are dead letters");
      case TEXT -> text(type.length(), key, null);
      case BYTES -> bytes(key, null);
      case BITS -> bits(type.length(), key);
      case DATE -> of("date", null);
      case TIME -> time("time", type, null);
      case ZONED_TIME -> text(0, key, "a time with a zone, as text");
      case TIMESTAMP -> time("datetime", type, null);
      case INSTANT -> instant(type, key);
      case INTERVAL -> text(0, key, "an interval, as text");
      case YEAR -> of("year", null);
      case UUID -> of("uuid", null);
      case JSON, STRUCT -> json(key, null);
      case POINT, GEOMETRY -> json(key, "a shape as an object");
      case ARRAY -> json(key, "an array");
      case XML -> text(0, key, null);
      case ENUM, SET -> text(0, key, values(type));
      case UNKNOWN ->
          text(
              0,
              key,
              type.name().isEmpty()
                  ? "the source declares no type"
                  : "the source declares the type " + type.name());
    };
  }

  private static MariaDbTypeName integer(int bits, boolean unsigned) {
    String name =
        bits > 32 || bits == 0 ? "bigint" : bits > 16 ? "int" : bits > 8 ? "smallint" : "tinyint";
    String sql = unsigned ? name + " unsigned" : name;
    return new MariaDbTypeName(sql, name, sql, name.equals("bigint") && unsigned ? 20 : 0, 0, null);
  }

  private static MariaDbTypeName decimal(SourceType type, boolean key) {
    int precision = type.length();
    Integer scale = type.scale();
    if (scale == null
        || precision == 0
        || precision > MOST_DIGITS
        || scale < 0
        || scale > Math.min(precision, MOST_SCALE)) {
      return text(0, key, "a number as text: its digits are not limited, or exceed decimal");
    }
    String sql = "decimal(" + precision + "," + scale + ")";
    return new MariaDbTypeName(sql, "decimal", sql, precision, scale, null);
  }

  private static MariaDbTypeName text(int length, boolean key, @Nullable String comment) {
    if (key) {
      int most = length == 0 ? USUAL_KEY_CHARACTERS : Math.min(length, MOST_KEY_CHARACTERS);
      String limit = "at most " + most + " characters in a key";
      String note = most == length ? comment : comment == null ? limit : comment + "; " + limit;
      return new MariaDbTypeName(
          "varchar(" + most + ")" + KEY_TEXT, "varchar", "varchar", most, 0, note);
    }
    return length == 0 || length > MOST_CHARACTERS
        ? new MariaDbTypeName("longtext" + TEXT, "longtext", "longtext", 0, 0, comment)
        : new MariaDbTypeName(
            "varchar(" + length + ")" + TEXT, "varchar", "varchar", length, 0, comment);
  }

  private static MariaDbTypeName json(boolean key, @Nullable String comment) {
    return key ? text(0, true, comment) : of("json", comment);
  }

  private static MariaDbTypeName bytes(boolean key, @Nullable String comment) {
    return key
        ? new MariaDbTypeName(
            "varbinary(" + MOST_KEY_BYTES + ")",
            "varbinary",
            "varbinary",
            MOST_KEY_BYTES,
            0,
            "at most " + MOST_KEY_BYTES + " bytes in a key")
        : of("longblob", comment);
  }

  private static MariaDbTypeName bits(int length, boolean key) {
    return length == 0 || length > MOST_BITS
        ? bytes(key, "bits, the lowest first")
        : new MariaDbTypeName("bit(" + length + ")", "bit", "bit", length, 0, null);
  }

  private static MariaDbTypeName time(String name, SourceType type, @Nullable String comment) {
    String finer =
        type.length() > MICROS
            ? "the source has nanoseconds; a value with a part below a microsecond is a dead letter"
            : comment;
    return new MariaDbTypeName(name + "(" + MICROS + ")", name, name, 1, 0, finer);
  }

  /** Without NULL, older servers fill the column with the present time. */
  private static MariaDbTypeName instant(SourceType type, boolean key) {
    MariaDbTypeName plain =
        time("timestamp", type, "from 1970 to 2038 (2106 from MariaDB 11.5 on)");
    return new MariaDbTypeName(
        key ? plain.sql : plain.sql + " NULL",
        plain.dataType,
        plain.columnType,
        plain.length,
        0,
        plain.comment);
  }

  private static String values(SourceType type) {
    String what = type.kind() == SourceType.Kind.ENUM ? "an enum" : "a set";
    return type.values().isEmpty()
        ? "the source has " + what
        : what + " of " + String.join(", ", type.values());
  }
}
