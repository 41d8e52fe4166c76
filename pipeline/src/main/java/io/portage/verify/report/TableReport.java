package io.portage.verify.report;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The result for one target table.
 *
 * @param table the target table
 * @param sources its sources, {@code tables[].from}
 * @param sourceRows the rows of the source that were compared
 * @param targetRows the rows of the target that were looked for in the source
 * @param counts the number of findings by kind; kinds without one are not contained
 * @param findings the findings, at most as many as the settings allow
 * @param problem the reason why the table, or some of its columns, could not be verified; empty if
 *     all of it was
 */
public record TableReport(
    String table,
    List<String> sources,
    long sourceRows,
    long targetRows,
    Map<DifferenceKind, Long> counts,
    List<Finding> findings,
    String problem) {
  /** Sorts the counts. */
  public TableReport {
    counts = new TreeMap<>(counts);
    findings = List.copyOf(findings);
  }

  /** Returns the number of findings that are differences. */
  public long differences() {
    return counts.entrySet().stream()
        .filter(count -> count.getKey().isDifference())
        .mapToLong(Map.Entry::getValue)
        .sum();
  }

  /** Returns the number of findings that are not decided. */
  public long undecided() {
    return counts.values().stream().mapToLong(Long::longValue).sum() - differences();
  }

  /** Returns true if everything was verified and is equal. */
  public boolean isEqual() {
    return problem.isEmpty() && counts.isEmpty();
  }
}
