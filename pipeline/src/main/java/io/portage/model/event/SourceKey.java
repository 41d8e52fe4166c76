package io.portage.model.event;

import io.portage.model.Row;
import org.jspecify.annotations.Nullable;

/**
 * What a key of the source tells: a record's own key, or one in its headers.
 *
 * @param columns the columns that the key names, without those that are null; null where it names
 *     none
 * @param value the value of a key that names no column, or null
 * @param typed whether a schema told what the values are; false where only the source's
 *     configuration tells what a text or a number stands for
 * @param problem why nothing is told, without values; null where something is told
 */
public record SourceKey(
    @Nullable Row columns, @Nullable Object value, boolean typed, @Nullable String problem) {
  /** A key that names columns. */
  public static SourceKey of(Row columns, boolean typed) {
    return new SourceKey(columns, null, typed, null);
  }

  /** A key that is one value. */
  public static SourceKey ofValue(Object value, boolean typed) {
    return new SourceKey(null, value, typed, null);
  }

  /** A key that tells nothing. */
  public static SourceKey none(String problem) {
    return new SourceKey(null, null, false, problem);
  }
}
