package io.portage.target;

/** What an error of the database means for the work at hand. */
public enum ErrorClass {
  /** The database is not able right now: try again, for as long as it takes. */
  TRANSIENT,
  /** The row needs something that is not there yet: a row it refers to, a table, a free name. */
  DEPENDENCY,
  /** The row itself is at fault, and its neighbours are not. */
  DATA,
  /** Nothing can be written before a person mends it: credentials, privileges, a missing key. */
  FATAL
}
