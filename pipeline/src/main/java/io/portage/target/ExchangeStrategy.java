package io.portage.target;

import org.jspecify.annotations.Nullable;

/**
 * A strategy for a row exchange: a way to write rows that take each other's unique values in one
 * transaction.
 *
 * @param kind the method
 * @param column the column that the older rows give up first, or null
 */
public record ExchangeStrategy(ExchangeKind kind, @Nullable String column) {
  /** The method, in the order from the fewest side effects to the most. */
  public enum ExchangeKind {
    /** Deferrable constraints are checked at the end of the transaction. */
    DEFER,
    /** A column of the index is first set to null in the older rows. */
    NULL,
    /** A column of the index is first set to values that no row has, in the older rows. */
    UNUSED,
    /** The older rows are deleted and inserted again by one statement. */
    REPLACE
  }
}
