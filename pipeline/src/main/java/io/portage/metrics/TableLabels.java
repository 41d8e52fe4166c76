package io.portage.metrics;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;

/**
 * What tables are called within the names of metrics: letters, digits and underscores, since
 * reporters replace everything else, and never the same for two tables of a job.
 */
public final class TableLabels {
  private TableLabels() {}

  /**
   * The labels of these tables. They depend on all of them: where two would be alike, as {@code
   * sales.items} and {@code sales_items}, all but a table that is called exactly so get a suffix.
   */
  public static Map<String, String> of(Collection<String> tables) {
    Map<String, Integer> users = new HashMap<>();
    TreeSet<String> sorted = new TreeSet<>(tables);
    sorted.forEach(table -> users.merge(plain(table), 1, Integer::sum));
    Map<String, String> labels = new HashMap<>();
    for (String table : sorted) {
      String plain = plain(table);
      boolean own = users.get(plain) == 1 || plain.equals(table);
      labels.put(table, own ? plain : plain + "_" + Integer.toHexString(table.hashCode()));
    }
    return Map.copyOf(labels);
  }

  /** The label of a table that no other is known beside; two may be alike. */
  public static String of(String table) {
    return plain(table);
  }

  private static String plain(String table) {
    return table.replaceAll("[^A-Za-z0-9_]", "_");
  }
}
