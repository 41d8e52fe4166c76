package io.portage.target.source;

import io.portage.target.TargetColumn;
import io.portage.target.ValueDoesNotFitException;

/** A setting of {@code source.debezium}, which repeats one of the connector's. */
public enum SourceSetting {
  /** How bytes are written. */
  BINARY("binary", "binary.handling.mode"),
  /** How exact decimals are written. */
  DECIMAL("decimal", "decimal.handling.mode"),
  /** How dates and times without a zone are written. */
  TIME("time", "time.precision.mode"),
  /** How intervals are written. */
  INTERVAL("interval", "interval.handling.mode");

  private final String key;
  private final String property;

  SourceSetting(String name, String property) {
    this.key = "source.debezium." + name;
    this.property = property;
  }

  /** Its key in the configuration. */
  public String key() {
    return key;
  }

  /** The connector's own property. */
  public String property() {
    return property;
  }

  /** The column needs the setting, and it is not set. */
  ValueDoesNotFitException missing(TargetColumn column, String what) {
    return new ValueDoesNotFitException(
        column,
        what + ", and no schema tells its form: set " + key + " to the connector's " + property);
  }

  /** The value is not what the setting says. */
  ValueDoesNotFitException contradicted(TargetColumn column, String what, String label) {
    return new ValueDoesNotFitException(
        column,
        what + ", while " + key + " says " + label + ": is it the connector's " + property + "?");
  }
}
