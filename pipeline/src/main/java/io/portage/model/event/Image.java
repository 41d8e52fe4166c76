package io.portage.model.event;

import io.portage.model.Row;
import java.util.Set;

/**
 * A row as a change event shows it.
 *
 * @param row what is there
 * @param unavailable columns whose value the source could not tell (Debezium's unavailable value);
 *     never in {@code row}
 * @param typed whether the values are what they say; false where the event carries no schema, so
 *     that only the source's configuration tells what a text or a number stands for
 */
public record Image(Row row, Set<String> unavailable, boolean typed) {
  /** An image whose values are what they say. */
  public Image(Row row, Set<String> unavailable) {
    this(row, unavailable, true);
  }

  /** An image that lacks nothing. */
  public static Image whole(Row row) {
    return new Image(row, Set.of());
  }

  /** Whether the source told every column. */
  public boolean isWhole() {
    return unavailable.isEmpty();
  }
}
