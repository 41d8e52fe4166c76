/**
 * Batched, guarded, retried, isolated writes into the target.
 *
 * <ul>
 *   <li>Input: batches of changes whose rows hold target columns; those of one key in their order.
 *   <li>Output: an outcome for each batch, of everything that it wrote, after its commit.
 *   <li>Guarantees: a row is written only over a null or strictly smaller version, decided in the
 *       transaction that writes; a key has one writer at a time; a bad row never fails its
 *       neighbours; an outage is waited out; one transaction holds at most {@code
 *       target.batch.rows} rows and about 16 MB of one table, sorted by key. Rows that have each
 *       other's unique values are written in one transaction. A row that is refused for the sake of
 *       another (foreign key, unique value, missing table, missing row of a partial one) waits and
 *       is tried again with growing pauses, newer changes of its key join it, and others go on. A
 *       delete that names another key takes the older row into the table of moved rows, for the row
 *       of that key that lacks columns; a truncate ends all older rows, also those that come after
 *       it.
 *   <li>Dead letters: CONSTRAINT, SCHEMA_MISMATCH, REFUSED, ROW_MISSING, and STALE where that is
 *       asked for, each with the merged change. What waits becomes one after {@code
 *       target.waiting.atMost}.
 *   <li>Metrics: {@code Upsert.applied}, {@code .duplicate}, {@code .stale}, {@code .superseded} in
 *       records; {@code .table.*} the same of each table, what it refused, and the lag from the
 *       source in milliseconds; {@code .write.ms} and {@code .batch.rows} of transactions; {@code
 *       .retries} in attempts that an outage ended, also by SQLState; {@code .setAside} and {@code
 *       .released} in keys that begin and end to wait; {@code .waiting}, also by what for, and
 *       {@code .waitingSince} as gauges. After a commit whose fate was unknown, rows that it did
 *       write count as duplicates.
 *   <li>State: for each shard the changes that wait, at most {@code target.waiting.rows} keys in
 *       all at hand and the others in compressed chunks; it is empty again when their time is over.
 * </ul>
 */
@org.jspecify.annotations.NullMarked
package io.portage.upsert;
