/**
 * Latest: the newest change per key, in windows of event time.
 *
 * <p>Input: chunks of {@link io.portage.model.Change}, in the global window, at the time that Read
 * gave them.
 *
 * <p>Output: {@link io.portage.model.ChangeBatch}, the distinct keys of one shard, about 16 MB at
 * most, in the global window; of a key whose row moves to another key, what is older, the move and
 * what is newer, in order. A key comes again with every pane; which change is newer is for the
 * guard in the target to say. Panes of one shard leave in the order in which its changes came.
 *
 * <p>Guarantees: nothing is dropped for lateness; every change leaves in exactly one batch or dead
 * letter, alone or merged with others of its key; nothing older than a delete is merged into what
 * is newer than it.
 *
 * <p>Dead letters: LATE, with {@code late: dead-letter} only.
 *
 * <p>Metrics: {@code Latest.late}, changes later than the allowed lateness; {@code Latest.clamped},
 * changes whose time was moved up to the watermark, without which they could have been dropped.
 *
 * <p>State: per shard and window the changes since its last firing, which is what arrives within
 * {@code emitEvery}, until the window ends and the allowed lateness is over; and one number per
 * shard, the highest time it has given.
 */
@org.jspecify.annotations.NullMarked
package io.portage.latest;
