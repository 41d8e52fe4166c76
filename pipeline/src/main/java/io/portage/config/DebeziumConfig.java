package io.portage.config;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * The settings of Debezium's connector for the encoding of values. Messages without a schema part
 * do not contain the encoding, and Portage never guesses it from a value.
 *
 * @param binary {@code binary.handling.mode}, or null if not configured
 * @param decimal {@code decimal.handling.mode}, or null if not configured
 * @param time {@code time.precision.mode}, or null if not configured
 * @param interval {@code interval.handling.mode}, or null if not configured
 * @param unknownTypes {@code include.unknown.datatypes}, or null if not configured
 */
public record DebeziumConfig(
    @Nullable BinaryMode binary,
    @Nullable DecimalMode decimal,
    @Nullable TimeMode time,
    @Nullable IntervalMode interval,
    @Nullable Boolean unknownTypes)
    implements Serializable {
  /** No setting is configured. */
  public static final DebeziumConfig UNSET = new DebeziumConfig(null, null, null, null, null);

  /** The same decimals as text, the rest unchanged. */
  public DebeziumConfig withDecimalText() {
    return new DebeziumConfig(binary, DecimalMode.STRING, time, interval, unknownTypes);
  }

  /** The encoding of bytes. */
  public enum BinaryMode {
    /** Bytes, which are base64 in JSON. */
    BYTES("bytes"),
    /** Text in base64. */
    BASE64("base64"),
    /** Text in base64 with the alphabet for URLs and file names. */
    BASE64_URL_SAFE("base64-url-safe"),
    /** Text with two hexadecimal digits per byte. */
    HEX("hex");

    private final String label;

    BinaryMode(String label) {
      this.label = label;
    }

    /** The name in the configuration. */
    public String label() {
      return label;
    }
  }

  /** The encoding of exact decimals. */
  public enum DecimalMode {
    /** The bytes of the unscaled value, which are base64 in JSON. */
    PRECISE("precise"),
    /** Floating point, a JSON number. */
    DOUBLE("double"),
    /** As decimal text. */
    STRING("string");

    private final String label;

    DecimalMode(String label) {
      this.label = label;
    }

    /** The name in the configuration. */
    public String label() {
      return label;
    }
  }

  /** The encoding of dates and times without a zone. */
  public enum TimeMode {
    /** In the unit of the source column's precision: milli-, micro- or nanoseconds. */
    ADAPTIVE("adaptive"),
    /** As {@link #ADAPTIVE}, times of day in microseconds. */
    ADAPTIVE_TIME_MICROSECONDS("adaptive_time_microseconds"),
    /** In milliseconds. */
    CONNECT("connect"),
    /** As ISO 8601 text. */
    ISOSTRING("isostring"),
    /** In microseconds. */
    MICROSECONDS("microseconds"),
    /** In nanoseconds. */
    NANOSECONDS("nanoseconds");

    private final String label;

    TimeMode(String label) {
      this.label = label;
    }

    /** The name in the configuration. */
    public String label() {
      return label;
    }
  }

  /** The encoding of intervals. */
  public enum IntervalMode {
    /** In microseconds. */
    NUMERIC("numeric"),
    /** As ISO 8601 text. */
    STRING("string");

    private final String label;

    IntervalMode(String label) {
      this.label = label;
    }

    /** The name in the configuration. */
    public String label() {
      return label;
    }
  }
}
