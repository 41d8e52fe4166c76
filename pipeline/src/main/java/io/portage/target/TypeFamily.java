package io.portage.target;

/**
 * The family of a column type. It decides how untyped source values are interpreted, and which
 * computed values are ambiguous; the fitting of a value is decided by the type's {@link
 * TypeFitter}.
 */
public enum TypeFamily {
  /** Whole numbers of any size, also unsigned. */
  INTEGER,
  /** Exact numbers; {@link TargetColumn#length} and {@link TargetColumn#scale} limit the digits. */
  DECIMAL,
  /** Amounts of money: exact numbers with two digits after the decimal point. */
  MONEY,
  /** Binary floating-point numbers. */
  FLOAT,
  BOOLEAN,
  /** Text of any characters, limited by its length only. */
  TEXT,
  BYTES,
  /** Bit strings. */
  BITS,
  DATE,
  /** Times of day without a zone. */
  TIME,
  /** Dates with a time and without a zone. */
  TIMESTAMP,
  /** Instants: dates with a time and a zone, or always in UTC. */
  INSTANT,
  /** Lengths of time. */
  INTERVAL,
  /** JSON text. */
  JSON,
  /** Arrays; the type has an {@link ColumnType#element}. */
  ARRAY,
  /**
   * Types without a rule of their own, kept as text: enums, which have {@link TargetColumn#labels},
   * and the types that Debezium does not know, as composite types.
   */
  UNKNOWN,
  /** All other types. */
  OTHER
}
