package io.portage.target;

/**
 * The category of a database error; it decides between retry, dead letter and failure of the job.
 */
public enum ErrorCategory {
  /** An outage: the write is retried without a limit. */
  TRANSIENT,
  /** The database cannot take so much at once: the write is retried, later with fewer rows. */
  OVERLOAD,
  /**
   * The row depends on something that is missing: a row that it refers to, a table, a free unique
   * value.
   */
  DEPENDENCY,
  /** The row itself is rejected, its neighbours are not. */
  DATA,
  /**
   * The statement does not match the present tables: the catalog is read again; an error that
   * persists concerns the table, and no row can cure it.
   */
  SCHEMA,
  /** Unknown: the write is retried a few times; after that the error is fatal. */
  UNCERTAIN,
  /**
   * Nothing can be written before an operator intervenes: credentials, privileges, a missing key.
   */
  FATAL
}
