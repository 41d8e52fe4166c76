/**
 * Decode: what a format made of a record's bytes becomes a change event, or a dead letter.
 *
 * <ul>
 *   <li>Input: chunks of {@code DecodedRecord}, a record with what its {@link
 *       io.portage.model.event.Format} made of it. Read has called the format, since it needs the
 *       change's time; bytes are parsed once.
 *   <li>Output: the same without those that were not understood, in the window and at the time of
 *       the input.
 *   <li>Guarantees: a format is a pure function of topic and bytes; it never throws for bad bytes,
 *       allocates no more than a small multiple of their length, and keeps numbers exact.
 *   <li>Dead letters: MALFORMED, where the bytes are not what the format says. Their messages hold
 *       positions and names, never values.
 *   <li>Metrics: none of its own; DeadLetter counts what was malformed.
 *   <li>State: none in the pipeline. Formats remember the column names and schemas that they have
 *       seen, bounded, to save work; forgetting them changes nothing.
 * </ul>
 *
 * <p>The Kafka key and the headers stay in the record. The format's {@code decodeKey} reads them
 * for Normalize where an event's images do not tell the key: in a delete without an image, where
 * only the key of an image is true, and in Debezium's {@code __debezium.newkey}.
 */
@org.jspecify.annotations.NullMarked
package io.portage.decode;
