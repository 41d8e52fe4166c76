package io.portage.decode.json;

import io.portage.decode.MalformedException;

/** Makes a column's value of what JSON can say of it. */
@FunctionalInterface
public interface ValueConverter {
  /** For columns whose JSON value is the value. */
  ValueConverter NONE = value -> value;

  /**
   * The value.
   *
   * @param value as {@link JsonValues} read it, never null
   * @throws MalformedException when it is not of the column's type; the message does not name it
   */
  Object convert(Object value) throws MalformedException;
}
