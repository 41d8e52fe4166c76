package io.portage.target.source;

import io.portage.target.TargetColumn;
import io.portage.target.ValueDoesNotFitException;

/** A setting of {@code source.debezium}, which repeats a property of the connector. */
public enum SourceSetting {
  /** The encoding of bytes. */
  BINARY("binary", "binary.handling.mode"),
  /** The encoding of exact decimals. */
  DECIMAL("decimal", "decimal.handling.mode"),
  /** The encoding of dates and times without a zone. */
  TIME("time", "time.precision.mode"),
  /** The encoding of intervals. */
  INTERVAL("interval", "interval.handling.mode"),
  /** The sending of columns of types that Debezium does not know, as the bytes of their text. */
  UNKNOWN_TYPES("unknownTypes", "include.unknown.datatypes");

  /** The encoding of MySQL's BIGINT UNSIGNED, which is that of decimals if it is precise. */
  static final String UNSIGNED_PROPERTY = "bigint.unsigned.handling.mode";

  private final String key;
  private final String property;

  SourceSetting(String name, String property) {
    this.key = "source.debezium." + name;
    this.property = property;
  }

  /** Returns its key in the configuration. */
  public String key() {
    return key;
  }

  /** Returns the connector's property. */
  public String property() {
    return property;
  }

  /** The error for a column that needs the setting, which is not set. */
  ValueDoesNotFitException missing(TargetColumn column, String what) {
    return new ValueDoesNotFitException(
        column,
        what + ", and no schema describes it: set " + key + " to the connector's " + property);
  }

  /** The error for a value that contradicts the setting. */
  ValueDoesNotFitException contradicted(TargetColumn column, String what, String label) {
    return contradicted(column, what, label, property);
  }

  /** The error for a value that contradicts the setting, or comes from another property. */
  ValueDoesNotFitException contradicted(
      TargetColumn column, String what, String label, String other) {
    return new ValueDoesNotFitException(
        column,
        what
            + ", but "
            + key
            + " is "
            + label
            + ": does it match the connector's "
            + property
            + (other.equals(property) ? "?" : ", and does the connector's " + other + "?"));
  }
}
