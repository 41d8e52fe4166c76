package io.portage.model;

/** The reason of a dead letter. The names are stable: operators filter and alert on them. */
public enum Reason {
  /** The bytes do not conform to the format. */
  MALFORMED(ReasonKind.DATA),
  /** The operation is unknown or missing. */
  UNKNOWN_OPERATION(ReasonKind.DATA),
  /** No entry in the configuration maps this table. */
  UNKNOWN_TABLE(ReasonKind.SCHEMA),
  /** A key column is missing or null. */
  MISSING_KEY(ReasonKind.DATA),
  /** The operation needs an image that the event lacks. */
  MISSING_IMAGE(ReasonKind.DATA),
  /** The change lacks the kind of version that its table requires. */
  MISSING_VERSION(ReasonKind.DATA),
  /**
   * The source's log has begun again, so that the change's position cannot be compared with the
   * earlier ones.
   */
  LOG_RESTARTED(ReasonKind.DATA),
  /** The change's time is its version and is too far in the future. */
  FAR_FUTURE(ReasonKind.DATA),
  /** The change's time is its version and is before the earliest one of the configuration. */
  FAR_PAST(ReasonKind.DATA),
  /** A value does not fit the target's column. */
  DOES_NOT_FIT(ReasonKind.DATA),
  /** The row has a column that the target lacks, or the target's table is missing. */
  SCHEMA_MISMATCH(ReasonKind.SCHEMA),
  /** A truncate that the configuration does not apply. */
  TRUNCATE(ReasonKind.SCHEMA),
  /** A filter or computed column failed on this row, or a part of its inputs is missing. */
  EXPRESSION_FAILED(ReasonKind.DATA),
  /** A lookup missed, and the configuration does not accept null instead. */
  REFERENCE_MISSING(ReasonKind.DATA),
  /** The change is late, and the configuration does not apply late changes. */
  LATE(ReasonKind.LATE),
  /** The database rejected the row because of a constraint. */
  CONSTRAINT(ReasonKind.CONSTRAINT),
  /** The database rejected the row's data for another permanent reason. */
  REFUSED(ReasonKind.DATA),
  /** A partial row for which the target has no row to complete it. */
  ROW_MISSING(ReasonKind.CONSTRAINT),
  /** The target has a greater version, and the configuration requires a dead letter for that. */
  STALE(ReasonKind.LATE);

  /** The classes of reasons. */
  public enum ReasonKind {
    /** The content of the event. */
    DATA,
    /** Event and target differ in tables or columns. */
    SCHEMA,
    /** The change is too old. */
    LATE,
    /** The constraints of the target. */
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
