package io.portage.model.event;

import io.portage.model.Row;
import org.jspecify.annotations.Nullable;

/**
 * A decoded key: of a record, or of one of its headers.
 *
 * @param columns the key's columns, without those that are null; null if the key names no columns
 * @param value the value of a key that names no column, or null
 * @param typed true if a schema defined the meaning of the values; false if only the source's
 *     configuration defines the meaning of a text or a number
 * @param problem the reason why the key could not be read, without values; null if it was read
 */
public record SourceKey(
    @Nullable Row columns, @Nullable Object value, boolean typed, @Nullable String problem) {
  /** A key with named columns. */
  public static SourceKey of(Row columns, boolean typed) {
    return new SourceKey(columns, null, typed, null);
  }

  /** A key that is a single value. */
  public static SourceKey ofValue(Object value, boolean typed) {
    return new SourceKey(null, value, typed, null);
  }

  /** A key that could not be read. */
  public static SourceKey none(String problem) {
    return new SourceKey(null, null, false, problem);
  }
}
