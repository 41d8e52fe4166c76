package io.portage.config;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/** Where a target column's value comes from. */
public sealed interface ColumnConfig extends Serializable {
  /**
   * A source column.
   *
   * @param from its name
   */
  record CopiedColumn(String from) implements ColumnConfig {}

  /**
   * A computed value.
   *
   * @param value CEL over {@code row}
   * @param when CEL that must hold, otherwise the value is null; or null
   */
  record ComputedColumn(String value, @Nullable String when) implements ColumnConfig {}

  /**
   * A looked-up value.
   *
   * @param lookup the reference's name
   * @param by the source column that holds the reference's key
   * @param column the reference's column
   * @param miss what happens when the reference has no such entry
   */
  record LookupColumn(String lookup, String by, String column, MissPolicy miss)
      implements ColumnConfig {}

  /** What happens when a reference has no entry. A null {@code by} is no miss: it gives null. */
  enum MissPolicy {
    /** The value is null. */
    NULL,
    /** The change is a dead letter. */
    DEAD_LETTER
  }
}
