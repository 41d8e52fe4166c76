/**
 * Latest: merges the changes of each key, in windows of event time.
 *
 * <p>Input: chunks of {@link io.portage.model.Change}, in the global window, with the timestamps
 * that Read assigned.
 *
 * <p>Output: {@link io.portage.model.ChangeBatch}, the distinct keys of one shard, about 16 MB at
 * most, in the global window. A key whose row moves to another key has several changes, in order:
 * the older changes, the move, and the newer ones. A key occurs again in every pane; the guard in
 * the target decides which change is newer. Panes of one shard are emitted in the order in which
 * its changes arrived. That order is not guaranteed for two windows whose first changes arrived in
 * the same millisecond, on a runner that passes the batches of one shard to several threads (the
 * direct runner), and between runs that share no state.
 *
 * <p>Guarantees: no change is dropped because it is late. Every change is part of exactly one batch
 * or dead letter, alone or merged with others of its key. Nothing older than a delete is merged
 * into anything newer than the delete.
 *
 * <p>Dead letters: LATE, only with {@code late: dead-letter}.
 *
 * <p>Metrics: {@code Latest.late}, changes later than the allowed lateness; {@code Latest.clamped},
 * changes whose time was raised to the watermark, without which they could have been dropped.
 *
 * <p>State: per shard and window the changes since the last firing, that is, the changes that
 * arrive within {@code emitEvery}, until the window ends and the allowed lateness is over; and one
 * number per shard, the highest time it has assigned.
 */
@org.jspecify.annotations.NullMarked
package io.portage.latest;
