/**
 * Replay: dead letters go once more through the stages, and what becomes of each is appended under
 * its id.
 *
 * <p>No stage of the job itself: {@link io.portage.ReplayPipeline} puts these steps before and
 * behind the stages.
 *
 * <ul>
 *   <li>Input: the letters of a {@code ReplaySelection}, read from where the job has put them.
 *   <li>Output: records for Decode, changes with source columns for Latest, changes with target
 *       columns for what lies behind Enrich; in the end a {@code Resolution} in the topic or folder
 *       for each letter that is no dead letter again.
 *   <li>Guarantees: at least once. Everything passes the guard, so that a replayed old change never
 *       overwrites a newer row, and a replay that is repeated changes nothing. A letter is resolved
 *       only when its fate is durable: in the target, or in another letter. Committed offsets stay
 *       as they are.
 *   <li>Dead letters: those of the stages, under the same ids with one attempt more.
 *   <li>Metrics: those of the stages; {@code Read.read} counts records of letters.
 *   <li>State: none; the letters that are replayed are held in memory.
 * </ul>
 */
@org.jspecify.annotations.NullMarked
package io.portage.replay;
