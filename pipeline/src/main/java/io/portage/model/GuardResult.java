package io.portage.model;

/** What the target's guard said of a change. */
public enum GuardResult {
  /** It was written. */
  APPLIED,
  /** The target had this version. */
  DUPLICATE,
  /** The target had a newer version. */
  STALE
}
