package io.portage.target;

import java.util.List;

/**
 * A column as the target's catalog describes it.
 *
 * @param name its exact name
 * @param type the database's own name of the type, e.g. {@code int8}, {@code varchar}, {@code
 *     _text} for an array of text
 * @param length the maximum number of characters of a text, digits of a number or bits of a bit
 *     string, or the microseconds in the smallest step of a time; 0 if only the type limits it. For
 *     an array: that of its elements
 * @param scale the digits after the decimal point of a number; for an interval, the finest unit
 *     that it keeps, see {@link #WHOLE_INTERVAL}; otherwise 0
 * @param nullable true if null is allowed
 * @param hasDefault true if the database fills the column when an insert omits it (default,
 *     identity)
 * @param generated true if the database computes the column and rejects values for it
 * @param generatedAlways true if only inserts may set it ({@code GENERATED ALWAYS AS IDENTITY})
 * @param labels the labels of an enum, or of an array's elements; empty if there are none
 * @param asciiCase true if the database's {@code lower} converts only ASCII letters (locale C or
 *     POSIX); {@code citext} values are compared by it
 */
public record TargetColumn(
    String name,
    String type,
    int length,
    int scale,
    boolean nullable,
    boolean hasDefault,
    boolean generated,
    boolean generatedAlways,
    List<String> labels,
    boolean asciiCase) {
  /**
   * The {@link #scale} of an interval that keeps all units; 1 is one that keeps years only, and so
   * on up to 5.
   */
  public static final int WHOLE_INTERVAL = 0;

  /** The type of every column of a target without a schema; no database has a column of it. */
  public static final String ANY = "any";

  /** A column that takes every value unchanged. */
  public static TargetColumn any(String name) {
    return new TargetColumn(name, ANY, 0, 0, true, false, false);
  }

  /** A column that is not an enum and can be updated. */
  public TargetColumn(
      String name,
      String type,
      int length,
      int scale,
      boolean nullable,
      boolean hasDefault,
      boolean generated) {
    this(name, type, length, scale, nullable, hasDefault, generated, false, List.of());
  }

  /** A column of a database whose {@code lower} converts all letters. */
  public TargetColumn(
      String name,
      String type,
      int length,
      int scale,
      boolean nullable,
      boolean hasDefault,
      boolean generated,
      boolean generatedAlways,
      List<String> labels) {
    this(
        name, type, length, scale, nullable, hasDefault, generated, generatedAlways, labels, false);
  }

  /** Returns the column that describes one element of this array. */
  public TargetColumn element(String elementType) {
    return new TargetColumn(
        name, elementType, length, scale, true, false, false, false, labels, asciiCase);
  }
}
