package io.portage.metrics;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;

/**
 * Labels of tables within metric names: letters, digits and underscores, because reporters replace
 * all other characters, and different for any two tables of a job.
 */
public final class TableLabels {
  private TableLabels() {}

  /**
   * Returns the labels of these tables. They depend on all tables: where two labels would be equal,
   * as for {@code sales.items} and {@code sales_items}, all get a suffix, except a table whose name
   * equals the label.
   */
  public static Map<String, String> of(Collection<String> tables) {
    Map<String, Integer> users = new HashMap<>();
    TreeSet<String> sorted = new TreeSet<>(tables);
    sorted.forEach(table -> users.merge(plain(table), 1, Integer::sum));
    Map<String, String> labels = new HashMap<>();
    for (String table : sorted) {
      String plain = plain(table);
      boolean isUnique = users.getOrDefault(plain, 0) == 1 || plain.equals(table);
      labels.put(table, isUnique ? plain : distinct(plain, table));
    }
    return Map.copyOf(labels);
  }

  /** Returns the label of a single table; labels of two tables may be equal. */
  public static String of(String table) {
    return plain(table);
  }

  /** Returns true if a name, of a table or of a constraint, can have this label. */
  public static boolean canBe(String label, String name) {
    String plain = plain(name);
    return label.equals(plain) || label.equals(distinct(plain, name));
  }

  /** Returns the label of a name whose plain label another one has. */
  static String distinct(String plain, String name) {
    return plain + "_" + Integer.toHexString(name.hashCode());
  }

  private static String plain(String table) {
    return table.replaceAll("[^A-Za-z0-9_]", "_");
  }
}
