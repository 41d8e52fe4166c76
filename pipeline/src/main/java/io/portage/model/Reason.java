package io.portage.model;

/** Why something became a dead letter. The names are stable: operators filter and alert on them. */
public enum Reason {
  /** The bytes are not what the format says. */
  MALFORMED(ReasonKind.DATA),
  /** The operation is unknown, or there is none. */
  UNKNOWN_OPERATION(ReasonKind.DATA),
  /** No entry in the configuration takes this table. */
  UNKNOWN_TABLE(ReasonKind.SCHEMA),
  /** A key column is missing or null. */
  MISSING_KEY(ReasonKind.DATA),
  /** The operation needs an image that the event lacks. */
  MISSING_IMAGE(ReasonKind.DATA),
  /** The change lacks its table's kind of version. */
  MISSING_VERSION(ReasonKind.DATA),
  /** The change's time is its version and lies too far in the future. */
  FAR_FUTURE(ReasonKind.DATA),
  /** A value does not fit the target's column. */
  DOES_NOT_FIT(ReasonKind.DATA),
  /** The row has a column that the target lacks, or the target's table is missing. */
  SCHEMA_MISMATCH(ReasonKind.SCHEMA),
  /** A truncate, which the configuration does not apply. */
  TRUNCATE(ReasonKind.SCHEMA),
  /** A filter or computed column failed on this row, or lacks a part of its inputs. */
  EXPRESSION_FAILED(ReasonKind.DATA),
  /** The reference has no such entry, and the configuration does not take null for it. */
  REFERENCE_MISSING(ReasonKind.DATA),
  /** Older than the allowed lateness, and the configuration does not apply such changes. */
  LATE(ReasonKind.LATE),
  /** The database refused the row for a constraint. */
  CONSTRAINT(ReasonKind.CONSTRAINT),
  /** The database refused the row's data for another lasting reason. */
  REFUSED(ReasonKind.DATA),
  /** A partial row for which the target has no row to complete it. */
  ROW_MISSING(ReasonKind.CONSTRAINT),
  /** The target has a newer version, and the configuration wants to know. */
  STALE(ReasonKind.LATE);

  /** Classes of reasons. */
  public enum ReasonKind {
    /** The event's own content. */
    DATA,
    /** Event and target disagree about tables or columns. */
    SCHEMA,
    /** Too old. */
    LATE,
    /** The target's constraints. */
    CONSTRAINT
  }

  private final ReasonKind kind;

  Reason(ReasonKind kind) {
    this.kind = kind;
  }

  /** The class that this reason belongs to. */
  public ReasonKind kind() {
    return kind;
  }
}
