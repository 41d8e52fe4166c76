package io.portage.target;

/**
 * The kind of a database error: the rule or the object that it concerns. The retry of an error is
 * decided by its {@link ErrorCategory}, not by its kind.
 */
public enum FailureKind {
  /** Another row has the same value under a unique or an exclusion constraint. */
  UNIQUE,
  /** A foreign key: a parent row is missing, or other rows refer to the row. */
  FOREIGN_KEY,
  /** Another constraint of a column or table: NOT NULL, CHECK. */
  CONSTRAINT,
  /** A rule for rows that is not a constraint: a policy, the check option of a view. */
  ROW_RULE,
  /** A value that the column's type does not accept. */
  VALUE,
  /** A table, a column or a type that does not match the statement: it may have been altered. */
  SCHEMA,
  /** A conflict with another transaction: a deadlock, a serialization failure. */
  CONFLICT,
  /** Any other error. */
  OTHER
}
