package io.portage.target;

import java.util.List;

/**
 * The type of a metadata column.
 *
 * @param names the names of the types that the column may have, as {@link ColumnType#name} has them
 * @param definition the recommended type in a column's definition
 */
public record MetadataType(List<String> names, String definition) {
  /** The greatest number of digits of a version. */
  public static final int VERSION_DIGITS = 61;

  /** The role of a metadata column, which a job fills itself. */
  public enum Role {
    /** The version of a row: a whole number of up to {@link #VERSION_DIGITS} digits. */
    VERSION,
    /** The mark of a soft-deleted row. */
    DELETED,
    /** The time of a change, or of its transaction. */
    TIME,
    /** The coordinates of a record, as text. */
    POSITION
  }
}
