package io.portage.decode.envelope;

import io.portage.model.schema.SourceType;
import io.portage.model.schema.SourceType.Kind;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The source types of Kafka Connect's schemas, by the schema's name and parameters. The same in
 * JSON and in Avro.
 */
public final class ConnectTypes {
  private static final String SOURCE_TYPE = "__debezium.source.column.type";
  private static final String SOURCE_LENGTH = "__debezium.source.column.length";
  private static final String SOURCE_SCALE = "__debezium.source.column.scale";
  private static final List<String> NUMBERS = List.of("numeric", "decimal", "number", "dec");
  private static final List<String> BINARY =
      List.of("bytea", "binary", "varbinary", "tinyblob", "blob", "mediumblob", "longblob", "raw");

  private ConnectTypes() {}

  /**
   * Returns the type that the schema's name defines, or null if the name defines none.
   *
   * @param name the schema's name, empty if it has none
   * @param parameters the schema's parameters
   */
  public static @Nullable SourceType ofName(String name, Map<?, ?> parameters) {
    return switch (name) {
      case DebeziumTypes.DECIMAL ->
          SourceType.decimal(
              number(parameters, "connect.decimal.precision"), number(parameters, "scale"));
      case "io.debezium.data.VariableScaleDecimal" -> SourceType.of(Kind.DECIMAL);
      case "io.debezium.time.Date",
          "io.debezium.time.IsoDate",
          "org.apache.kafka.connect.data.Date" ->
          SourceType.of(Kind.DATE);
      case "io.debezium.time.Time", "org.apache.kafka.connect.data.Time" ->
          SourceType.of(Kind.TIME, 3);
      case "io.debezium.time.MicroTime" -> SourceType.of(Kind.TIME, 6);
      case "io.debezium.time.NanoTime" -> SourceType.of(Kind.TIME, 9);
      case "io.debezium.time.IsoTime" -> SourceType.of(Kind.TIME);
      case "io.debezium.time.ZonedTime" -> SourceType.of(Kind.ZONED_TIME);
      case "io.debezium.time.Timestamp", "org.apache.kafka.connect.data.Timestamp" ->
          SourceType.of(Kind.TIMESTAMP, 3);
      case "io.debezium.time.MicroTimestamp" -> SourceType.of(Kind.TIMESTAMP, 6);
      case "io.debezium.time.NanoTimestamp" -> SourceType.of(Kind.TIMESTAMP, 9);
      case "io.debezium.time.IsoTimestamp" -> SourceType.of(Kind.TIMESTAMP);
      case "io.debezium.time.ZonedTimestamp" -> SourceType.of(Kind.INSTANT);
      case "io.debezium.time.Interval",
          "io.debezium.time.MicroDuration",
          "io.debezium.time.NanoDuration" ->
          SourceType.of(Kind.INTERVAL);
      case "io.debezium.time.Year" -> SourceType.of(Kind.YEAR);
      case "io.debezium.data.Uuid" -> SourceType.of(Kind.UUID);
      case "io.debezium.data.Json" -> SourceType.of(Kind.JSON);
      case "io.debezium.data.Xml" -> SourceType.of(Kind.XML);
      case "io.debezium.data.Enum" -> SourceType.oneOf(Kind.ENUM, allowed(parameters));
      case "io.debezium.data.EnumSet" -> SourceType.oneOf(Kind.SET, allowed(parameters));
      case "io.debezium.data.Bits" -> SourceType.of(Kind.BITS, number(parameters, "length"));
      case "io.debezium.data.geometry.Point" -> SourceType.of(Kind.POINT);
      case "io.debezium.data.geometry.Geometry", "io.debezium.data.geometry.Geography" ->
          SourceType.of(Kind.GEOMETRY);
      default -> null;
    };
  }

  /** Returns the type of Connect's type of this name, such as {@code int32}, without a name. */
  public static SourceType ofBase(String type) {
    return switch (type) {
      case "boolean" -> SourceType.of(Kind.BOOLEAN);
      case "int8" -> SourceType.integer(8);
      case "int16" -> SourceType.integer(16);
      case "int32" -> SourceType.integer(32);
      case "int64" -> SourceType.integer(64);
      case "float", "float32" -> SourceType.of(Kind.FLOAT, 32);
      case "double", "float64" -> SourceType.of(Kind.FLOAT, 64);
      case "string" -> SourceType.of(Kind.TEXT);
      case "bytes" -> SourceType.of(Kind.BYTES);
      case "struct", "map" -> SourceType.of(Kind.STRUCT);
      default -> SourceType.of(Kind.UNKNOWN).named(type);
    };
  }

  /**
   * Returns the type with what the connector tells about the source's column, which it does if
   * {@code column.propagate.source.type} is set.
   *
   * @param type the type of the values in the events
   */
  public static SourceType refined(SourceType type, Map<?, ?> parameters) {
    if (!(parameters.get(SOURCE_TYPE) instanceof String sourceType)) {
      return type;
    }
    String name = sourceType.toLowerCase(Locale.ROOT);
    int length = number(parameters, SOURCE_LENGTH);
    SourceType refined =
        switch (type.kind()) {
          case TEXT -> text(name, length, number(parameters, SOURCE_SCALE));
          case INTEGER -> name.contains("unsigned") ? unsigned(name) : type;
          case DECIMAL -> {
            Integer scale = type.scale();
            yield scale != null && type.length() == 0 && number(parameters, SOURCE_SCALE) == scale
                ? SourceType.decimal(length, scale)
                : type;
          }
          default -> type;
        };
    return refined.named(name);
  }

  /** Numbers and bytes may be sent as text, see decimal.handling.mode and binary.handling.mode. */
  private static SourceType text(String name, int length, int scale) {
    if (NUMBERS.contains(name)) {
      return length == 0 ? SourceType.of(Kind.DECIMAL) : SourceType.decimal(length, scale);
    } else if (name.contains("bigint unsigned")) {
      return SourceType.unsigned(64);
    } else if (BINARY.contains(name)) {
      return SourceType.of(Kind.BYTES);
    }
    return SourceType.of(Kind.TEXT, name.contains("char") ? length : 0);
  }

  private static SourceType unsigned(String name) {
    if (name.startsWith("tinyint")) {
      return SourceType.unsigned(8);
    } else if (name.startsWith("smallint")) {
      return SourceType.unsigned(16);
    }
    return SourceType.unsigned(name.startsWith("bigint") ? 64 : 32);
  }

  private static List<String> allowed(Map<?, ?> parameters) {
    return parameters.get("allowed") instanceof String values && !values.isEmpty()
        ? List.of(values.split(","))
        : List.of();
  }

  /** Returns a parameter that is a number; 0 if there is none, or none that fits. */
  private static int number(Map<?, ?> parameters, String name) {
    if (parameters.get(name) instanceof String text && text.matches("-?[0-9]{1,9}")) {
      return Integer.parseInt(text);
    }
    return 0;
  }
}
