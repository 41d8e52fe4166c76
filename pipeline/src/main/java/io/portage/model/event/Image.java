package io.portage.model.event;

import io.portage.model.Row;
import java.util.Set;

/**
 * A before or after image of a row in a change event.
 *
 * @param row the known columns
 * @param unavailable the columns with Debezium's unavailable value; never in {@code row}
 * @param typed true if the event's schema defines the meaning of the values; false if the event has
 *     no schema, so that only the source's configuration defines the meaning of a text or a number
 */
public record Image(Row row, Set<String> unavailable, boolean typed) {
  /** An image whose values have a schema. */
  public Image(Row row, Set<String> unavailable) {
    this(row, unavailable, true);
  }

  /** Returns true if no value is unavailable. */
  public boolean isWhole() {
    return unavailable.isEmpty();
  }
}
