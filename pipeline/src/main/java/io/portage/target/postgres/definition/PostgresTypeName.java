package io.portage.target.postgres.definition;

import io.portage.model.schema.SourceType;
import org.jspecify.annotations.Nullable;

/**
 * The PostgreSQL type for a source type: the type that holds every value of it unchanged.
 *
 * @param sql the type in SQL, such as {@code numeric(12,2)}
 * @param catalog its name in {@code pg_type}, such as {@code numeric}; of an array's element
 * @param length see {@link io.portage.target.TargetColumn#length}
 * @param scale see {@link io.portage.target.TargetColumn#scale}
 * @param comment what the type does not keep or the source does not tell, or null
 */
record PostgresTypeName(
    String sql, String catalog, int length, int scale, @Nullable String comment) {
  private static final int MOST_DIGITS = 1_000;
  private static final int MOST_CHARACTERS = 10_485_760;
  private static final int MOST_BITS = 83_886_080;

  private static PostgresTypeName of(String sql, String catalog) {
    return new PostgresTypeName(sql, catalog, 0, 0, null);
  }

  private static PostgresTypeName of(String sql, String catalog, @Nullable String comment) {
    return new PostgresTypeName(sql, catalog, 0, 0, comment);
  }

  static PostgresTypeName of(SourceType type) {
    return switch (type.kind()) {
      case BOOLEAN -> of("boolean", "bool");
      case INTEGER -> integer(type.unsigned() ? type.length() + 1 : type.length());
      case DECIMAL -> decimal(type);
      case FLOAT -> type.length() == 32 ? of("real", "float4") : of("double precision", "float8");
      case TEXT -> text(type.length());
      case BYTES -> of("bytea", "bytea");
      case BITS -> bits(type.length());
      case DATE -> of("date", "date");
      case TIME -> of("time", "time", finer(type));
      case ZONED_TIME -> of("timetz", "timetz");
      case TIMESTAMP -> of("timestamp", "timestamp", finer(type));
      case INSTANT -> of("timestamptz", "timestamptz", finer(type));
      case INTERVAL -> of("interval", "interval");
      case YEAR -> of("integer", "int4");
      case UUID -> of("uuid", "uuid");
      // Type json keeps the text as it is; jsonb is chosen only where the source has it.
      case JSON -> type.name().equals("jsonb") ? of("jsonb", "jsonb") : of("json", "json");
      case XML -> of("xml", "xml");
      case ENUM, SET -> of("text", "text", values(type));
      case POINT -> of("point", "point");
      case GEOMETRY -> of("json", "json", "a shape as an object with wkb and srid");
      case STRUCT -> of("json", "json");
      case ARRAY -> array(type);
      case UNKNOWN -> of("text", "text", unknown(type));
    };
  }

  private static @Nullable String finer(SourceType type) {
    return type.length() > 6
        ? "the source has nanoseconds; a value with a part below a microsecond is a dead letter"
        : null;
  }

  private static String values(SourceType type) {
    String what = type.kind() == SourceType.Kind.ENUM ? "one of" : "a set of";
    return type.values().isEmpty()
        ? "the source has " + (what.equals("one of") ? "an enum" : "a set")
        : what + ": " + String.join(", ", type.values());
  }

  private static String unknown(SourceType type) {
    return type.name().isEmpty() ? "the source declares no type" : "no type for " + type.name();
  }

  /** Unsigned numbers count as one bit more. */
  private static PostgresTypeName integer(int bits) {
    if (bits > 64) {
      return new PostgresTypeName("numeric(20)", "numeric", 20, 0, null);
    } else if (bits > 32 || bits == 0) {
      return of("bigint", "int8");
    }
    return bits > 16 ? of("integer", "int4") : of("smallint", "int2");
  }

  /** A scale outside of 0 to precision is standard in other databases only. */
  private static PostgresTypeName decimal(SourceType type) {
    int precision = type.length();
    Integer scale = type.scale();
    return scale == null
            || precision == 0
            || precision > MOST_DIGITS
            || scale < 0
            || scale > precision
        ? of("numeric", "numeric")
        : new PostgresTypeName(
            "numeric(" + precision + "," + scale + ")", "numeric", precision, scale, null);
  }

  private static PostgresTypeName text(int length) {
    return length == 0 || length > MOST_CHARACTERS
        ? of("text", "text")
        : new PostgresTypeName("varchar(" + length + ")", "varchar", length, 0, null);
  }

  /** Bytes do not define the number of bits, so that bit strings of any length stay bytes. */
  private static PostgresTypeName bits(int length) {
    return length == 0 || length > MOST_BITS
        ? of("bytea", "bytea", "bits, the lowest first; the source declares no length")
        : new PostgresTypeName("bit(" + length + ")", "bit", length, 0, null);
  }

  /** PostgreSQL's arrays have any number of dimensions, so that an array of arrays is one type. */
  private static PostgresTypeName array(SourceType type) {
    SourceType element = type.element();
    if (element == null) {
      return of("json", "json", "an array whose elements have no declared type");
    }
    PostgresTypeName inner = of(element);
    return inner.sql.endsWith("[]")
        ? inner
        : new PostgresTypeName(
            inner.sql + "[]", "_" + inner.catalog, inner.length, inner.scale, inner.comment);
  }
}
