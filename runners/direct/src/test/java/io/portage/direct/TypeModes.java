package io.portage.direct;

import io.portage.direct.TypeSamples.Sample;
import java.util.List;
import java.util.Map;

/**
 * The modes of one connector; {@link #ALL} has each mode of each setting at least once.
 *
 * @param time {@code time.precision.mode}
 * @param decimal {@code decimal.handling.mode}
 * @param binary {@code binary.handling.mode}
 * @param interval {@code interval.handling.mode}
 * @param hstore {@code hstore.handling.mode}
 * @param unknown {@code include.unknown.datatypes}
 * @param unsigned {@code bigint.unsigned.handling.mode}
 */
record TypeModes(
    String time,
    String decimal,
    String binary,
    String interval,
    String hstore,
    boolean unknown,
    String unsigned) {
  static final List<TypeModes> ALL =
      List.of(
          new TypeModes("adaptive", "precise", "bytes", "numeric", "json", false, "long"),
          new TypeModes(
              "adaptive_time_microseconds", "double", "base64", "string", "map", true, "long"),
          new TypeModes("connect", "string", "base64-url-safe", "numeric", "json", true, "precise"),
          new TypeModes("isostring", "precise", "hex", "string", "map", true, "precise"),
          new TypeModes("microseconds", "double", "bytes", "numeric", "json", true, "precise"),
          new TypeModes("nanoseconds", "string", "base64", "string", "map", false, "long"));

  /** The modes with which JSON without schema is least ambiguous, each of them in {@link #ALL}. */
  static final TypeModes MICROS =
      new TypeModes("microseconds", "precise", "bytes", "numeric", "map", true, "precise");

  /** Modes in which values without a schema have different meanings. */
  static final List<TypeModes> UNTYPED =
      List.of(
          MICROS,
          new TypeModes("connect", "string", "base64-url-safe", "numeric", "json", true, "precise"),
          new TypeModes("isostring", "precise", "hex", "string", "map", true, "precise"));

  /** Returns the connector's properties. */
  Map<String, String> properties() {
    return Map.of(
        "time.precision.mode", time,
        "decimal.handling.mode", decimal,
        "binary.handling.mode", binary,
        "interval.handling.mode", interval,
        "hstore.handling.mode", hstore,
        "bigint.unsigned.handling.mode", unsigned,
        "include.unknown.datatypes", Boolean.toString(unknown));
  }

  /** Returns Portage's settings. */
  String debezium() {
    return "{time: %s, decimal: %s, binary: %s, interval: %s, unknownTypes: %s}"
        .formatted(time, decimal, binary, interval, unknown);
  }

  /** Returns the mode that governs the encoding of the type, as the page shows it. */
  String of(Sample sample) {
    return switch (sample.setting()) {
      case "time" -> time;
      case "decimal" -> decimal;
      case "binary" -> binary;
      case "interval" ->
          interval.equals("numeric") && !time.equals("microseconds")
              ? "numeric, times " + time
              : interval;
      case "hstore" -> hstore;
      case "unsigned" -> unsigned.equals("precise") ? "precise, decimals " + decimal : unsigned;
      case "unknown" -> unknown ? "unknown, " + binary : "no unknown";
      case "sent" -> unknown ? "unknown" : "no unknown";
      default -> "any";
    };
  }
}
