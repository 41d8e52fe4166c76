package io.portage.config;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * How Debezium's connector writes values, by the connector's own words. Messages without a schema
 * part do not tell it, and what a value looks like never decides.
 *
 * @param binary {@code binary.handling.mode}, or null where it is not told
 * @param decimal {@code decimal.handling.mode}, or null where it is not told
 * @param time {@code time.precision.mode}, or null where it is not told
 * @param interval {@code interval.handling.mode}, or null where it is not told
 */
public record DebeziumConfig(
    @Nullable BinaryMode binary,
    @Nullable DecimalMode decimal,
    @Nullable TimeMode time,
    @Nullable IntervalMode interval)
    implements Serializable {
  /** Nothing is told. */
  public static final DebeziumConfig UNSET = new DebeziumConfig(null, null, null, null);

  /** How bytes are written. */
  public enum BinaryMode {
    /** As bytes, which JSON carries as base64. */
    BYTES("bytes"),
    /** As text, base64. */
    BASE64("base64"),
    /** As text, base64 of the alphabet for URLs and file names. */
    BASE64_URL_SAFE("base64-url-safe"),
    /** As text, two hexadecimal digits a byte. */
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

  /** How exact decimals are written. */
  public enum DecimalMode {
    /** As the bytes of the unscaled value, which JSON carries as base64. */
    PRECISE("precise"),
    /** As floating point, a JSON number. */
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

  /** How dates and times without a zone are written. */
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

  /** How intervals are written. */
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
