package io.portage.verify.report;

import java.util.Locale;

/** The kinds of findings. */
public enum DifferenceKind {
  /** The source has the row, and the target has none, or one that is marked as deleted. */
  MISSING,
  /** The target has a row that the source does not have, or that the filter excludes. */
  EXTRA,
  /** Both have the row, with other values. */
  DIFFERS,
  /** A difference only in columns that are looked up: the reference may have changed since. */
  LOOKUP,
  /** A difference that an unresolved dead letter explains. */
  DEAD_LETTER,
  /** A difference that a parked row explains. */
  PARKED,
  /** Not decided: the target has a change that is newer than the source's snapshot. */
  AHEAD,
  /** Not decided: changes of the source's snapshot have no outcome yet. */
  IN_FLIGHT,
  /** Not decided: the log has no change of the row, or not of all its columns. */
  OLDER_THAN_LOG,
  /** Not decided, and another look does not help; the detail has the reason. */
  UNDECIDED;

  /** Returns true if the target is not what the source is; false if that is not known. */
  public boolean isDifference() {
    return switch (this) {
      case MISSING, EXTRA, DIFFERS, LOOKUP, DEAD_LETTER, PARKED -> true;
      case AHEAD, IN_FLIGHT, OLDER_THAN_LOG, UNDECIDED -> false;
    };
  }

  /** Returns the name in reports, such as {@code older-than-log}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
