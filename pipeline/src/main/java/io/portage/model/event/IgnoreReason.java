package io.portage.model.event;

import java.util.Locale;

/**
 * The reason why a record needs no write. It is counted under this reason and completes
 * immediately.
 */
public enum IgnoreReason {
  /** A record without a value, after a delete. */
  TOMBSTONE,
  /** A record that belongs to no table, of no kind below. */
  CONTROL,
  /** A logical message ({@code op m}). */
  MESSAGE,
  /** A row that the table's filter excludes and that cannot be in the target. */
  FILTERED,
  /** A change of a table that the configuration does not contain, if it ignores such tables. */
  UNROUTED,
  /** A heartbeat. */
  HEARTBEAT,
  /** A transaction boundary. */
  TRANSACTION,
  /** A change of the source's schema. */
  SCHEMA_CHANGE;

  /** Returns true if the record belongs to no table. */
  public boolean isControl() {
    return this == CONTROL || this == HEARTBEAT || this == TRANSACTION || this == SCHEMA_CHANGE;
  }

  /** The name in metrics and in the ledger. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
