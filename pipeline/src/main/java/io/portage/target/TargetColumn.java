package io.portage.target;

import java.util.List;

/**
 * A column as the target's own catalog describes it.
 *
 * @param name its name, exactly
 * @param type the database's own name of the type, e.g. {@code int8}, {@code varchar}, {@code
 *     _text} for an array of text
 * @param length most characters of a text, most digits of a number, most bits of a bit string, or
 *     the microseconds in the smallest step of a time; 0 where the type alone bounds it. Of an
 *     array: its elements'
 * @param scale digits behind the point of a number; of an interval: the finest unit that it keeps,
 *     see {@link #WHOLE_INTERVAL}; otherwise 0
 * @param nullable whether null is allowed
 * @param hasDefault whether the database fills it when it is left out (default, identity)
 * @param generated whether the database computes it and refuses values
 * @param generatedAlways whether values are taken by an insert only ({@code GENERATED ALWAYS AS
 *     IDENTITY})
 * @param labels an enum's labels, or those of an array's elements; empty where there are none
 * @param asciiCase whether the database's {@code lower} knows the letters of ASCII only (a locale
 *     of C or POSIX), by which it compares a {@code citext}
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
  /** The {@link #scale} of an interval that keeps all units; 1 to 5: none finer than a year, ... */
  public static final int WHOLE_INTERVAL = 0;

  /** A column that is no enum and takes updates. */
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

  /** A column of a database whose {@code lower} knows all letters. */
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

  /** The column that one element of this array would stand in. */
  public TargetColumn element(String elementType) {
    return new TargetColumn(
        name, elementType, length, scale, true, false, false, false, labels, asciiCase);
  }
}
