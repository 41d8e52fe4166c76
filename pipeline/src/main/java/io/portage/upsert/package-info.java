/**
 * Upsert: writes merged changes into the target in batches. Every write is guarded by the version.
 *
 * <p>This package has the Beam step, its metrics and the waits of an outage; {@link
 * io.portage.upsert.parking} has the parked changes, and {@link io.portage.upsert.write} the {@link
 * io.portage.sink.Sink} for JDBC. The guarantees about transactions are those of that sink.
 *
 * <ul>
 *   <li>Input: batches of changes whose rows hold target columns. The changes of one key are in
 *       order.
 *   <li>Output: after each commit, the completions of the changes that it contained.
 *   <li>Guarantees: a row is written only if the version in the target is null or strictly smaller;
 *       the transaction that writes decides this. A key has one writer at a time. A poison row does
 *       not affect the other rows of its batch. An outage is retried until it ends. A transaction
 *       holds at most {@code target.batch.rows} rows and about 16 MB of one table, sorted by key.
 *   <li>Row exchange: rows that take each other's unique values are written in one transaction.
 *   <li>Parked rows: a change that is rejected because of another row (foreign key, unique value,
 *       missing table, missing row of a partial change) is parked and retried with growing pauses.
 *       Newer changes of its key are merged into it; other keys are written meanwhile.
 *   <li>Key changes: a delete that names another key copies the older row to the moved-rows table,
 *       from which a partial row of the new key is completed. A truncate removes all older rows,
 *       also those that arrive after it.
 *   <li>Dead letters: CONSTRAINT, SCHEMA_MISMATCH, REFUSED, ROW_MISSING, and STALE if it is
 *       configured, each with the merged change. A parked row becomes a dead letter after {@code
 *       target.waiting.atMost}.
 *   <li>Metrics, in records: {@code Upsert.applied}, {@code .duplicate}, {@code .stale}, {@code
 *       .superseded}. A row whose commit was interrupted by the loss of the connection counts as a
 *       duplicate if that commit wrote it.
 *   <li>Metrics per table: {@code .table.*}, the first three of these, {@code refused} (dead
 *       letters), and the lag from the source in milliseconds.
 *   <li>Metrics of transactions: {@code .write.ms}; {@code .batch.rows}; {@code .retries}, the
 *       attempts that an outage ended, in total and per SQLState; {@code .keyNotFree}, the rows
 *       that a key change wrote over another row.
 *   <li>Metrics of parked keys: counters {@code .parked} and {@code .unparked}, and gauges {@code
 *       .parkedRows}, in total and per table and constraint; the gauges also per cause; the gauge
 *       {@code .oldestParked}.
 *   <li>State: the parked changes of each shard. All shards together keep at most {@code
 *       target.waiting.rows} keys in memory, and the others in compressed chunks. The state is
 *       cleared when no change of the shard is parked.
 * </ul>
 */
@org.jspecify.annotations.NullMarked
package io.portage.upsert;
