package io.portage.model;

import java.math.BigDecimal;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The identity of a row: its table and the values of its key. Keys that the database treats as one
 * are equal here.
 *
 * <p>Numbers are compared by value: 1.0 equals 1.00, and 0.0 equals -0.0. {@link CanonicalText} is
 * compared by its canonical text. The key itself keeps the source's values. Other rules of the
 * column (trailing spaces, precision) are not applied here: fitting has applied them to the key.
 */
public final class RowKey {
  private final String table;
  private final Row key;
  private final long keyHash;
  private final long hash;

  private RowKey(String table, Row key) {
    this.table = table;
    this.key = key;
    this.keyHash = StableHash.of("", key);
    this.hash = 31 * keyHash + table.hashCode();
  }

  /** The identity of the row with this fitted key. */
  public static RowKey of(String table, Row key) {
    return new RowKey(table, canonical(key));
  }

  /** The identity of the row of {@code change}. */
  public static RowKey of(Change change) {
    return of(change.table(), change.key());
  }

  /** The table, as the configuration names it. */
  public String table() {
    return table;
  }

  /** A 64-bit hash that is the same in every process and release. */
  public long stableHash() {
    return hash;
  }

  /** Returns true if the database treats two values of a key column as equal. */
  public static boolean isSame(@Nullable Object a, @Nullable Object b) {
    return Objects.deepEquals(canonical(a), canonical(b));
  }

  /** The stable hash of the key without the table, because a table may have several names. */
  long keyHash() {
    return keyHash;
  }

  private static Row canonical(Row key) {
    @Nullable Object[] values = null;
    for (int i = 0; i < key.size(); i++) {
      Object value = key.get(i);
      Object canonical = canonical(value);
      if (canonical != value) {
        values = values == null ? copy(key) : values;
        values[i] = canonical;
      }
    }
    return values == null ? key : Row.of(key.columns(), values);
  }

  private static @Nullable Object canonical(@Nullable Object value) {
    if (value instanceof BigDecimal number) {
      return number.stripTrailingZeros();
    }
    return value instanceof Double number ? (Object) (number + 0.0) : value;
  }

  private static @Nullable Object[] copy(Row key) {
    @Nullable Object[] values = new Object[key.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = key.get(i);
    }
    return values;
  }

  @Override
  public boolean equals(@Nullable Object other) {
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

  /** The table only: values never reach a log. */
  @Override
  public String toString() {
    return "RowKey " + table;
  }
}
