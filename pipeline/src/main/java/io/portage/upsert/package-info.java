/**
 * Batched, guarded, retried, isolated writes into the target.
 *
 * <ul>
 *   <li>Input: batches of changes whose rows hold target columns.
 *   <li>Output: an outcome for each flush, of everything that it wrote, after its commit.
 *   <li>Guarantees: a row is written only over a null or strictly smaller version, decided in the
 *       transaction that writes; a bad row never fails its neighbours; an outage is waited out; one
 *       transaction holds at most {@code target.batchRows} rows of one table, sorted by key.
 *   <li>Dead letters: CONSTRAINT, SCHEMA_MISMATCH, REFUSED, ROW_MISSING, each with the merged
 *       change.
 *   <li>Metrics: {@code Upsert.applied}, {@code .duplicate}, {@code .stale}, {@code .superseded} in
 *       records, {@code .retries} in attempts that an outage ended. After a commit whose fate was
 *       unknown, rows that it did write count as duplicates.
 *   <li>State: none; a bundle's changes are buffered until it ends.
 * </ul>
 */
@org.jspecify.annotations.NullMarked
package io.portage.upsert;
