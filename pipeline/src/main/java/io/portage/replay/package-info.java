/**
 * Replay: passes dead letters through the stages again and appends the resolution of each under its
 * id.
 *
 * <p>Replay is not a stage of the job itself: {@link io.portage.ReplayPipeline} puts these steps
 * before and after the stages.
 *
 * <ul>
 *   <li>Input: the dead letters of a {@code ReplaySelection}, read from the job's store.
 *   <li>Output: records for Decode, changes with source columns for Latest, changes with target
 *       columns for Upsert; at the end a {@code Resolution} in the topic or folder for each dead
 *       letter that did not fail again.
 *   <li>Guarantees: at least once. Everything passes the guard, so that a replayed old change never
 *       overwrites a newer row, and a repeated replay changes nothing. A dead letter is resolved
 *       only when its outcome is durable: in the target, or in another dead letter. Committed
 *       offsets do not change.
 *   <li>Dead letters: those of the stages, under the same ids with one more attempt.
 *   <li>Metrics: those of the stages; {@code Read.read} counts records of dead letters.
 *   <li>State: none; the replayed dead letters are held in memory.
 * </ul>
 */
@org.jspecify.annotations.NullMarked
package io.portage.replay;
