package io.portage.model;

import java.util.Set;

/**
 * A row as a change event shows it.
 *
 * @param row what is there
 * @param lacking columns whose value the source could not tell (Debezium's unavailable value);
 *     never in {@code row}
 */
public record Image(Row row, Set<String> lacking) {
  /** An image that lacks nothing. */
  public static Image whole(Row row) {
    return new Image(row, Set.of());
  }

  /** Whether the source told every column. */
  public boolean isWhole() {
    return lacking.isEmpty();
  }
}
