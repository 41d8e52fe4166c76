package io.portage.target;

import io.portage.target.definition.AddedColumn;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A column as the target's catalog describes it.
 *
 * @param name its exact name
 * @param dataType its type
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
 * @param added the origin of a column that a job has added, or null
 */
public record TargetColumn(
    String name,
    ColumnType dataType,
    int length,
    int scale,
    boolean nullable,
    boolean hasDefault,
    boolean generated,
    boolean generatedAlways,
    List<String> labels,
    boolean asciiCase,
    @Nullable AddedColumn added) {
  /**
   * The {@link #scale} of an interval that keeps all units; 1 is one that keeps years only, and so
   * on up to 5.
   */
  public static final int WHOLE_INTERVAL = 0;

  /** The type of every column of a target without a schema; no database has a column of it. */
  public static final ColumnType ANY =
      new ColumnType("any", TypeFamily.OTHER, (column, value) -> value);

  /** A column that takes every value unchanged. */
  public static TargetColumn any(String name) {
    return new TargetColumn(name, ANY, 0, 0, true, false, false);
  }

  /** A column that no job has added. */
  public TargetColumn(
      String name,
      ColumnType dataType,
      int length,
      int scale,
      boolean nullable,
      boolean hasDefault,
      boolean generated,
      boolean generatedAlways,
      List<String> labels,
      boolean asciiCase) {
    this(
        name,
        dataType,
        length,
        scale,
        nullable,
        hasDefault,
        generated,
        generatedAlways,
        labels,
        asciiCase,
        null);
  }

  /** A column that is not an enum and can be updated. */
  public TargetColumn(
      String name,
      ColumnType dataType,
      int length,
      int scale,
      boolean nullable,
      boolean hasDefault,
      boolean generated) {
    this(
        name,
        dataType,
        length,
        scale,
        nullable,
        hasDefault,
        generated,
        false,
        List.of(),
        /* asciiCase= */ false);
  }

  /** Returns the database's own name of the type. */
  public String type() {
    return dataType.name();
  }

  /** Returns the family of the type. */
  public TypeFamily family() {
    return dataType.family();
  }

  /**
   * Returns the column that describes one element of this array.
   *
   * @throws IllegalStateException if the type is not an array
   */
  public TargetColumn element() {
    ColumnType elementType = dataType.element();
    if (elementType == null) {
      throw new IllegalStateException("column " + name + " is not an array");
    }
    return new TargetColumn(
        name, elementType, length, scale, true, false, false, false, labels, asciiCase);
  }
}
