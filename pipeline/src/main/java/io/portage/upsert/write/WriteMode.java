package io.portage.upsert.write;

/** The kind of write. Statements run in this order, so that deletes release unique values first. */
enum WriteMode {
  /** Deletes or marks all older rows, and writes one tombstone for the table. */
  TRUNCATE,
  /**
   * Moves the old row of a key change to the moved-rows table; a write of another mode deletes it.
   */
  MOVE,
  /** Stores a row for its new key in the moved-rows table without writing it at the old key. */
  PASSING,
  /** Deletes the row and writes a tombstone. */
  DELETE,
  /** Marks the row as deleted, or writes a tombstone if there is none. */
  MARK,
  /** Inserts or updates by one statement. */
  UPSERT,
  /**
   * Updates, then inserts rows that are absent: for columns of several versions, or rows with too
   * few columns to insert.
   */
  MERGE,
  /** Updates only: partial rows. */
  PARTIAL,
  /** Inserts partial rows that moved rows complete. */
  ARRIVAL;

  /** True if the columns of the rows are written. */
  boolean bringsColumns() {
    return this == UPSERT || this == MERGE || this == PARTIAL;
  }
}
