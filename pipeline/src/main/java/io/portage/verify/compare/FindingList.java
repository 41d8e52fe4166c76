package io.portage.verify.compare;

import io.portage.verify.report.DifferenceKind;
import io.portage.verify.report.Finding;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The first findings of one table, and the number of all by kind. Not thread-safe. */
public final class FindingList {
  private final int most;
  private final List<Finding> kept = new ArrayList<>();
  private final Map<DifferenceKind, Long> counts = new EnumMap<>(DifferenceKind.class);

  /** An empty list that keeps at most {@code most} findings. */
  public FindingList(int most) {
    this.most = most;
  }

  /** Counts a finding, and keeps it if there is room. */
  public void add(Finding finding) {
    counts.merge(finding.kind(), 1L, Long::sum);
    if (kept.size() < most) {
      kept.add(finding);
    }
  }

  /** Returns the findings that were kept. */
  public List<Finding> kept() {
    return kept;
  }

  /** Returns the number of findings by kind. */
  public Map<DifferenceKind, Long> counts() {
    return counts;
  }
}
