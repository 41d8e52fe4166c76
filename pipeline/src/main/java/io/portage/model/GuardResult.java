package io.portage.model;

/** The result of one change at the guard of the target. */
public enum GuardResult {
  /** The change was written. */
  APPLIED,
  /** The change was not written: the target has the same version. */
  DUPLICATE,
  /** The change was not written: the target has a greater version. */
  STALE
}
