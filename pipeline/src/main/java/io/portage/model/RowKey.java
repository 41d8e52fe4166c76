package io.portage.model;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * The identity of a row: its table and its key's values, so that keys which the database holds for
 * one are equal here.
 *
 * <p>Numbers are compared by value: 1.0 is 1.00, and 0.0 is -0.0. What the column's own rules fold
 * (case, trailing spaces, precision) is expected to be folded already, when the key was fitted to
 * the target.
 */
public final class RowKey {
  private final String table;
  private final Row key;
  private final long hash;

  private RowKey(String table, Row key) {
    this.table = table;
    this.key = key;
    this.hash = StableHash.of(table, key);
  }

  /** The identity of the row with this fitted key. */
  public static RowKey of(String table, Row key) {
    return new RowKey(table, folded(key));
  }

  /** The identity of the row that {@code change} is about. */
  public static RowKey of(Change change) {
    return of(change.table(), change.key());
  }

  /** The table, as the configuration names it. */
  public String table() {
    return table;
  }

  /** A hash of all 64 bits that is the same in every process and release. */
  public long stableHash() {
    return hash;
  }

  private static Row folded(Row key) {
    @Nullable Object[] values = null;
    for (int i = 0; i < key.size(); i++) {
      Object value = key.get(i);
      if (value instanceof BigDecimal || value instanceof Double) {
        values = values == null ? copy(key) : values;
        values[i] =
            value instanceof BigDecimal number
                ? (Object) number.stripTrailingZeros()
                : (Object) ((Double) value + 0.0);
      }
    }
    return values == null ? key : Row.of(key.columns(), values);
  }

  private static @Nullable Object[] copy(Row key) {
    @Nullable Object[] values = new Object[key.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = key.get(i);
    }
    return values;
  }

  @Override
  public boolean equals(Object other) {
    return this == other
        || (other instanceof RowKey that
            && hash == that.hash
            && table.equals(that.table)
            && key.equals(that.key));
  }

  @Override
  public int hashCode() {
    return Long.hashCode(hash);
  }

  /** The table alone: values never reach a log. */
  @Override
  public String toString() {
    return "RowKey " + table;
  }
}
