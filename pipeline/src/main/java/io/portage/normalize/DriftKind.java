package io.portage.normalize;

/** A difference between the columns of events and those of the target. */
public enum DriftKind {
  /** An event has a column that no column of the target takes. */
  UNKNOWN_COLUMN("unknownColumns", "have columns that no column of the target takes"),
  /** A whole image lacks a column that is expected. */
  MISSING_COLUMN("missingColumns", "lack columns that are expected"),
  /** A whole image lacks a column that is expected, which is kept by configuration. */
  KEPT_COLUMN("keptColumns", ""),
  /**
   * A whole image lacks a column that a newer event has, or that was added for one; it is left as
   * it is.
   */
  OLDER_COLUMNS(
      "olderImages", "are older than events with columns that they lack and leave as they are"),
  /** A value does not fit the type of its target column. */
  UNFIT_VALUE("unfitValues", "have values that do not fit the types of target columns");

  private final String label;
  private final String text;

  DriftKind(String label, String text) {
    this.label = label;
    this.text = text;
  }

  /** The last part of the metric's name. */
  String label() {
    return label;
  }

  /** The predicate of a sentence about events; empty if the log does not report the kind. */
  String text() {
    return text;
  }
}
