package io.portage.model.event;

import java.util.Locale;

/**
 * The reason why a record needs no write. It is counted under this reason and completes
 * immediately.
 */
public enum IgnoreReason {
  /** A record without a value, after a delete. */
  TOMBSTONE,
  /** A heartbeat, a transaction boundary or a schema change event. */
  CONTROL,
  /** A logical message ({@code op m}). */
  MESSAGE,
  /** A row that the table's filter excludes and that cannot be in the target. */
  FILTERED,
  /** A change of a table that the configuration does not contain, if it ignores such tables. */
  UNROUTED;

  /** The name in metrics and in the ledger. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
