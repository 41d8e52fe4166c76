package io.portage.launcher.contract;

import java.util.List;

/**
 * What the histories of one run have in common.
 *
 * @param truncates the versions at which the table is truncated, as {@link
 *     History.HistoryState#order} counts
 * @param poison whether a change may hold a text that the tables refuse
 */
record ContractTimeline(List<Long> truncates, boolean poison) {
  /** The newest truncate that is older than this version; smaller than all versions without one. */
  long truncatedBefore(long order) {
    return truncates.stream().filter(at -> at < order).max(Long::compare).orElse(Long.MIN_VALUE);
  }

  /** The newest truncate; smaller than all versions without one. */
  long truncated() {
    return truncatedBefore(Long.MAX_VALUE);
  }

  /**
   * Whether so many changes may be applied when everything is read again: none, but for deletes
   * that a newer change had overtaken which a truncate ended; they leave their tombstones now.
   */
  boolean canApplyAgain(long applied) {
    return applied == 0 || !truncates.isEmpty();
  }
}
