/**
 * DeadLetter: what no stage could use goes to a Kafka topic or to files, losslessly.
 *
 * <ul>
 *   <li>Input: the dead letters of all stages, in the global window.
 *   <li>Output: one {@code Completion} for each bundle, with the origins of all its letters,
 *       emitted only after the topic's brokers have acknowledged them or the file is forced to
 *       disk.
 *   <li>Guarantees: at least once. A bundle that is run again writes its letters again under the
 *       same ids, so that a reader can fold them ({@code DeadLetterStore}). What a replay made of a
 *       letter is appended under the same id. No order. Letters that are too large for the topic
 *       are written to files.
 *   <li>Dead letters: none of its own. A letter that cannot be written fails the bundle.
 *   <li>Metrics: {@code DeadLetter.dead.<stage>.<reason>}, letters; {@code Upsert.superseded}, the
 *       further records that a letter stands for; {@code DeadLetter.spilled}, letters too large for
 *       the topic.
 *   <li>State: none; the letters of a bundle until they are acknowledged.
 * </ul>
 */
@org.jspecify.annotations.NullMarked
package io.portage.deadletter;
