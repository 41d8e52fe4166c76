package io.portage.model;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * An ordered list of distinct column names, shared by all rows with the same columns.
 *
 * <p>Equal lists are one instance for the first {@value #MAX_SHARED} distinct lists of a process.
 * Later lists are equal, but not shared.
 */
public final class Columns {
  private static final int MAX_SHARED = 10_000;
  private static final int MAX_SHOWN = 40;
  private static final Map<List<String>, Columns> SHARED = new ConcurrentHashMap<>();

  private final List<String> names;
  private final Map<String, Integer> index;
  private final int hash;

  private Columns(List<String> names) {
    this.names = names;
    this.hash = names.hashCode();
    this.index = new HashMap<>(names.size() * 2);
    for (int i = 0; i < names.size(); i++) {
      if (index.put(names.get(i), i) != null) {
        throw new IllegalArgumentException("column " + names.get(i) + " occurs twice");
      }
    }
  }

  /**
   * The columns with these names, in this order.
   *
   * @throws IllegalArgumentException if a name occurs twice
   */
  public static Columns of(List<String> names) {
    Columns shared = SHARED.get(names);
    if (shared != null) {
      return shared;
    }
    Columns columns = new Columns(List.copyOf(names));
    if (SHARED.size() >= MAX_SHARED) {
      return columns;
    }
    Columns earlier = SHARED.putIfAbsent(columns.names, columns);
    return earlier == null ? columns : earlier;
  }

  /** The columns with these names, in this order. */
  public static Columns of(String... names) {
    return of(List.of(names));
  }

  /** The names, in order. */
  public List<String> names() {
    return names;
  }

  /** The number of columns. */
  public int size() {
    return names.size();
  }

  /** The index of {@code name}, or -1. */
  public int indexOf(String name) {
    Integer position = index.get(name);
    return position == null ? -1 : position;
  }

  /** The names, separated by commas, for messages; at most the first {@value #MAX_SHOWN}. */
  public String shown() {
    return names.size() <= MAX_SHOWN
        ? String.join(", ", names)
        : String.join(", ", names.subList(0, MAX_SHOWN)) + ", ...";
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return this == other
        || (other instanceof Columns that && hash == that.hash && names.equals(that.names));
  }

  @Override
  public int hashCode() {
    return hash;
  }

  @Override
  public String toString() {
    return names.toString();
  }
}
