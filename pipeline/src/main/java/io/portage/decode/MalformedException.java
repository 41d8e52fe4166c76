package io.portage.decode;

import org.jspecify.annotations.Nullable;

/**
 * The bytes do not conform to the format. The message goes into a dead letter: it contains
 * positions and names, never values. There is no stack trace, because the fault is in the data and
 * not in the program.
 */
public final class MalformedException extends Exception {
  private static final long serialVersionUID = 1;

  private final @Nullable String column;

  /** The bytes are wrong in no particular column. */
  public MalformedException(String problem) {
    this(problem, null);
  }

  private MalformedException(String problem, @Nullable String column) {
    super(problem, null, false, false);
    this.column = column;
  }

  /**
   * The value of a column is wrong.
   *
   * @param place what the column is in, {@code after} for example; empty if the message is about
   *     nothing else
   * @param column the source column's name
   * @param problem what is wrong with the value
   */
  public static MalformedException inColumn(String place, String column, String problem) {
    return new MalformedException(
        (place.isEmpty() ? "" : place + " ") + "column " + column + ": " + problem, column);
  }

  /** The error message. */
  public String problem() {
    return String.valueOf(getMessage());
  }

  /** The source column whose value is wrong, or null. */
  public @Nullable String column() {
    return column;
  }
}
