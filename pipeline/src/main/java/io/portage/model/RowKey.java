package io.portage.model;

import java.math.BigDecimal;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The identity of a row: its table and its key's values, so that keys which the database holds for
 * one are equal here.
 *
 * <p>Numbers are compared by value: 1.0 is 1.00, and 0.0 is -0.0; {@link CanonicalText} by its
 * folded form. The key itself keeps what the source told. What else the column's rules fold
 * (trailing spaces, precision) is expected to be folded already, when the key was fitted to the
 * target.
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

  /** Whether two values of a key's column are one for the database. */
  public static boolean isSame(@Nullable Object a, @Nullable Object b) {
    return Objects.deepEquals(folded(a), folded(b));
  }

  /** The same of the key alone: a table may have several names. */
  long keyHash() {
    return keyHash;
  }

  private static Row folded(Row key) {
    @Nullable Object[] values = null;
    for (int i = 0; i < key.size(); i++) {
      Object value = key.get(i);
      Object folded = folded(value);
      if (folded != value) {
        values = values == null ? copy(key) : values;
        values[i] = folded;
      }
    }
    return values == null ? key : Row.of(key.columns(), values);
  }

  private static @Nullable Object folded(@Nullable Object value) {
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
