package io.portage.model;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Named values. A column without an entry is absent, which differs from null.
 *
 * <p>Values are {@code null}, {@link Boolean}, {@link Long}, {@link Double}, {@link
 * java.math.BigDecimal}, {@link String}, {@code byte[]}, {@link java.time.LocalDate}, {@link
 * java.time.LocalTime}, {@link java.time.LocalDateTime}, {@link java.time.Instant}, {@link
 * java.time.Duration}, and {@link List} or {@link Map} (with text keys) of these. Arrays are
 * neither copied on the way in nor on the way out and must not be changed.
 */
public final class Row {
  private static final Row EMPTY = new Row(Columns.of(), new Object[0]);

  private final Columns columns;
  private final @Nullable Object[] values;

  private Row(Columns columns, @Nullable Object[] values) {
    this.columns = columns;
    this.values = values;
  }

  /** A row without columns. */
  public static Row empty() {
    return EMPTY;
  }

  /** A row with one value per column. It keeps the array {@code values}, without a copy. */
  public static Row of(Columns columns, @Nullable Object... values) {
    if (columns.size() != values.length) {
      throw new IllegalArgumentException(
          columns.size() + " columns but " + values.length + " values");
    }
    return new Row(columns, values);
  }

  /** The names, in order. */
  public Columns columns() {
    return columns;
  }

  /** The number of columns. */
  public int size() {
    return values.length;
  }

  /** Returns true if the row has the column; its value may be null. */
  public boolean has(String name) {
    return columns.indexOf(name) >= 0;
  }

  /** The value; null also if the column is absent. */
  public @Nullable Object get(String name) {
    int index = columns.indexOf(name);
    return index < 0 ? null : values[index];
  }

  /** The value at this index of {@link #columns}. */
  public @Nullable Object get(int index) {
    return values[index];
  }

  /** The entries in order, as a new map. */
  public Map<String, @Nullable Object> toMap() {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    for (int i = 0; i < values.length; i++) {
      map.put(columns.names().get(i), values[i]);
    }
    return map;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Row that
        && columns.equals(that.columns)
        && Arrays.deepEquals(values, that.values);
  }

  @Override
  public int hashCode() {
    return 31 * columns.hashCode() + Arrays.deepHashCode(values);
  }

  /** The column names only: values never reach a log. */
  @Override
  public String toString() {
    return "Row" + columns;
  }
}
