package io.portage.decode.json;

import io.portage.decode.MalformedException;

/** Converts a JSON value to the column value of a schema type. */
@FunctionalInterface
public interface ValueConverter {
  /** For columns whose JSON value is the column value. */
  ValueConverter NONE = value -> value;

  /**
   * Converts a value.
   *
   * @param value as {@link JsonValues} read it, never null
   * @throws MalformedException if the value is not of the column's type; the message does not name
   *     the column
   */
  Object convert(Object value) throws MalformedException;
}
