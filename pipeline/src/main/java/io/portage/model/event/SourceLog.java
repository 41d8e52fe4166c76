package io.portage.model.event;

import java.io.Serializable;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The log that the position of a change belongs to, or of a snapshot's row that has the position at
 * which it was read.
 *
 * @param connector the kind of source, {@code postgresql}; positions of different kinds are not
 *     comparable
 * @param server the connector's name of its server (Debezium's {@code topic.prefix}); empty if the
 *     event does not contain it
 * @param transaction the transaction: MySQL's or MariaDB's GTID, or the server's id; null for other
 *     sources
 * @param time the source's own time of the change, or null; a change that is sent again has the
 *     same one
 * @param inCommitOrder true if the positions of a log never decrease from one transaction to the
 *     next; false for PostgreSQL's changes without the LSN of a commit, whose positions overlap as
 *     their transactions do, and for a snapshot's rows
 */
public record SourceLog(
    String connector,
    String server,
    @Nullable String transaction,
    @Nullable Instant time,
    boolean inCommitOrder)
    implements Serializable {}
