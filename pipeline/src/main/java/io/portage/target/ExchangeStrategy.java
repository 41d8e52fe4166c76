package io.portage.target;

import org.jspecify.annotations.Nullable;

/**
 * A way to write rows that have each other's unique values in one transaction.
 *
 * @param kind what is done
 * @param column the column that the older rows give up first, or null
 */
public record ExchangeStrategy(ExchangeKind kind, @Nullable String column) {
  /** What is done, from the fewest side effects to the most. */
  public enum ExchangeKind {
    /** Constraints that can wait are checked at the end of the transaction. */
    DEFER,
    /** The older rows first get null in a column of the index. */
    NULL,
    /** The older rows first get values that no row has in a column of the index. */
    UNUSED,
    /** The older rows are deleted and inserted anew by one statement. */
    REPLACE
  }
}
