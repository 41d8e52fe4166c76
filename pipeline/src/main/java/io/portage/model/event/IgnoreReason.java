package io.portage.model.event;

import java.util.Locale;

/** Why a record needs no write; it is counted under this kind and is done at once. */
public enum IgnoreReason {
  /** A record without a value behind a delete. */
  TOMBSTONE,
  /** A heartbeat, a transaction's bounds, a schema change event. */
  CONTROL,
  /** A logical message ({@code op m}). */
  MESSAGE,
  /** A row that the table's filter leaves out and that cannot be in the target. */
  FILTERED,
  /** A change of a table that the configuration does not name, where it says to ignore those. */
  UNROUTED;

  /** The name in metrics and in the ledger. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
