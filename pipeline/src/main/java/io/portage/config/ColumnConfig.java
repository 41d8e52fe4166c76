package io.portage.config;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/** The source of a target column's value. */
public sealed interface ColumnConfig extends Serializable {
  /**
   * A copy of a source column.
   *
   * @param from the source column's name
   */
  record CopiedColumn(String from) implements ColumnConfig {}

  /**
   * A computed value.
   *
   * @param value CEL over {@code row}
   * @param when a CEL condition, or null; if it is false, the value is null
   */
  record ComputedColumn(String value, @Nullable String when) implements ColumnConfig {}

  /**
   * A value from a reference.
   *
   * @param lookup the reference's name
   * @param by the source column with the reference's key
   * @param column the reference's column
   * @param miss the handling of a miss
   */
  record LookupColumn(String lookup, String by, String column, MissPolicy miss)
      implements ColumnConfig {}

  /** The handling of a miss. A null {@code by} is not a miss: the value is null. */
  enum MissPolicy {
    /** The value is null. */
    NULL,
    /** The change is a dead letter. */
    DEAD_LETTER
  }
}
