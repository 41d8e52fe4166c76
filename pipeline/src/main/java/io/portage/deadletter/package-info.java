/**
 * DeadLetter: stores the records and changes that no stage could apply, in a Kafka topic or in
 * files, losslessly.
 *
 * <ul>
 *   <li>Input: the dead letters of all stages, in the global window.
 *   <li>Output: one {@code Completion} per bundle, with the offset ranges of all its dead letters,
 *       emitted only after the topic's brokers have acknowledged them or the file is forced to
 *       disk.
 *   <li>Guarantees: at least once. A bundle that is retried writes its dead letters again under the
 *       same ids, so that a reader can deduplicate them ({@code DeadLetterStore}). The resolution
 *       of a dead letter by a replay is appended under the same id. No order. Dead letters that are
 *       too large for the topic are written to files.
 *   <li>Dead letters: none of its own. A dead letter that cannot be written fails the bundle.
 *   <li>Metrics: {@code DeadLetter.dead.<stage>.<reason>}, dead letters; {@code Upsert.superseded},
 *       the further records of a dead letter; {@code DeadLetter.spilled}, dead letters too large
 *       for the topic.
 *   <li>State: none; the dead letters of a bundle until they are acknowledged.
 * </ul>
 */
@org.jspecify.annotations.NullMarked
package io.portage.deadletter;
