package io.portage.target;

/** What an error of the database means for the work at hand. */
public enum ErrorCategory {
  /** The database is not able right now: try again, for as long as it takes. */
  TRANSIENT,
  /** The database is not able to do so much at once: try again, and with fewer rows if it stays. */
  OVERLOAD,
  /** The row needs something that is not there yet: a row it refers to, a table, a free name. */
  DEPENDENCY,
  /** The row itself is at fault, and its neighbours are not. */
  DATA,
  /**
   * The statement does not suit the tables as they are now: read the catalog again; what is refused
   * after that no row can mend.
   */
  SCHEMA,
  /** Nothing is known about it: it may pass, so try a few times; after that it is fatal. */
  UNCERTAIN,
  /** Nothing can be written before a person mends it: credentials, privileges, a missing key. */
  FATAL
}
