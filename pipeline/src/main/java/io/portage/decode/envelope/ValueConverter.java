package io.portage.decode.envelope;

import io.portage.decode.MalformedException;

/** Converts a value as its syntax encodes it to the column value of a schema type. */
@FunctionalInterface
public interface ValueConverter {
  /** Enough for every number in a database: PostgreSQL's numeric has at most 147,455 digits. */
  int MAX_DIGITS = 150_000;

  /** For columns whose encoded value is the column value. */
  ValueConverter NONE = value -> value;

  /**
   * Converts a value.
   *
   * @param value as the syntax reads it, never null
   * @throws MalformedException if the value is not of the column's type; the message does not name
   *     the column
   */
  Object convert(Object value) throws MalformedException;
}
