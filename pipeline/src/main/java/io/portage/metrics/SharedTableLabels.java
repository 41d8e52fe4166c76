package io.portage.metrics;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The labels of the tables of one job in this process: of the configured tables, and of those that
 * are discovered later. At most {@value #MOST} tables have labels; all others share {@value
 * #OTHER}, because a metric is never removed. The labels of constraints are bounded in the same
 * way. Thread-safe.
 */
public final class SharedTableLabels {
  /** The greatest number of labels of a job in one process, without {@value #OTHER}. */
  public static final int MOST = 500;

  /** The label of all further tables. */
  public static final String OTHER = "other";

  private static final Map<String, SharedTableLabels> JOBS = new ConcurrentHashMap<>();

  private final Map<String, String> labels = new HashMap<>();
  private final Set<String> used = new HashSet<>(Set.of(OTHER));

  private SharedTableLabels() {}

  /**
   * Returns the labels of a job, with those of its configured tables.
   *
   * @param job the job's name
   * @param configured the tables that the configuration names
   */
  public static SharedTableLabels of(String job, Collection<String> configured) {
    SharedTableLabels shared = JOBS.computeIfAbsent(job, name -> new SharedTableLabels());
    shared.addAll(configured);
    return shared;
  }

  /**
   * Returns the labels of the constraints of a job, {@value #MOST} at most, as of tables.
   *
   * @param job the job's name
   */
  public static SharedTableLabels ofConstraints(String job) {
    return JOBS.computeIfAbsent(job + "\nconstraints", name -> new SharedTableLabels());
  }

  private synchronized void addAll(Collection<String> configured) {
    Map<String, String> distinct = TableLabels.of(configured);
    for (String table : new TreeSet<>(configured)) {
      if (labels.size() < MOST && !labels.containsKey(table)) {
        add(table, distinct.getOrDefault(table, OTHER));
      }
    }
  }

  /** Returns the label of a table. */
  public synchronized String of(String table) {
    String known = labels.get(table);
    if (known != null) {
      return known;
    }
    return labels.size() < MOST ? add(table, TableLabels.of(table)) : OTHER;
  }

  private String add(String table, String wanted) {
    String label = used.contains(wanted) ? TableLabels.distinct(wanted, table) : wanted;
    used.add(label);
    labels.put(table, label);
    return label;
  }
}
