package io.portage.upsert.write;

/** How a change is written. Batches go in this order, so that deletes free unique values first. */
enum WriteMode {
  /** All older rows go or are marked, and one tombstone for the table stays. */
  TRUNCATE,
  /** The old row is kept for its new key; another kind then writes the delete itself. */
  MOVE,
  /** The row is kept for its new key without being written at the old one. */
  PASSING,
  /** The row goes, a tombstone stays. */
  DELETE,
  /** The row is marked where it stands, else a tombstone is left. */
  MARK,
  /** One statement inserts or updates. */
  UPSERT,
  /**
   * An update, then an insert of what is absent: columns of several versions, or too few to insert.
   */
  MERGE,
  /** An update only: the row lacks columns. */
  PARTIAL,
  /** An insert of rows that lack columns, which rows kept for their keys complete. */
  ARRIVAL;

  /** Whether rows are written with their columns. */
  boolean bringsColumns() {
    return this == UPSERT || this == MERGE || this == PARTIAL;
  }
}
