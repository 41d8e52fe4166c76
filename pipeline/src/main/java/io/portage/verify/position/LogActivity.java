package io.portage.verify.position;

/**
 * The writes that a source's log shows at one moment.
 *
 * @param position the present position
 * @param ended a number that grows whenever a transaction that has written ends, in any database of
 *     the server; constant if the position shows that already
 * @param open the number of open transactions that have written, on PostgreSQL in this database, or
 *     {@link #UNKNOWN}
 */
public record LogActivity(LogPosition position, long ended, long open) {
  /** The user may not see open transactions. */
  public static final long UNKNOWN = -1;
}
