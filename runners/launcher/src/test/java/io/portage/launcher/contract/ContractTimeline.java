package io.portage.launcher.contract;

import java.util.List;

/**
 * The common events of the histories of one run.
 *
 * @param truncates the versions at which the table is truncated, on the scale of {@link
 *     History.HistoryState#order}
 * @param poison true if a change may contain a text that the tables reject
 */
record ContractTimeline(List<Long> truncates, boolean poison) {
  /** Returns the newest truncate below this version; less than all versions if there is none. */
  long truncatedBefore(long order) {
    return truncates.stream().filter(at -> at < order).max(Long::compare).orElse(Long.MIN_VALUE);
  }

  /** Returns the newest truncate; less than all versions if there is none. */
  long truncated() {
    return truncatedBefore(Long.MAX_VALUE);
  }

  /**
   * Returns true if this number of changes may be applied when all records are read again: none,
   * except deletes that were superseded by a newer change which a truncate then removed; these
   * deletes now leave their tombstones.
   */
  boolean canApplyAgain(long applied) {
    return applied == 0 || !truncates.isEmpty();
  }
}
