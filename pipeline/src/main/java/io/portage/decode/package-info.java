/**
 * Decode: passes on the decoded records and emits a dead letter for each malformed record.
 *
 * <ul>
 *   <li>Input: chunks of {@code DecodedRecord}, a record with its envelope or a decoding error.
 *       Read calls the {@link io.portage.model.event.Format}, because Read needs the change time;
 *       the bytes are parsed once.
 *   <li>Output: the same chunks without the malformed records, in the window and at the timestamp
 *       of the input.
 *   <li>Guarantees: a format is a pure function of topic, headers and bytes, and of the schemas in
 *       a registry, which never change and for which it may wait; it never throws for bad bytes,
 *       allocates no more than a small multiple of their length, and keeps numbers exact.
 *   <li>Dead letters: MALFORMED, if the bytes do not conform to the format. The messages contain
 *       positions and names, never values.
 *   <li>Metrics: {@code Decode.retries}, the failed requests to a schema registry; DeadLetter
 *       counts the malformed records.
 *   <li>State: none in the pipeline. Formats cache column names and schemas, bounded, for speed; an
 *       entry that is not cached changes no result.
 * </ul>
 *
 * <p>The Kafka key and the headers stay in the record. Normalize calls the format's {@code
 * decodeKey} if an event's images do not contain the key: for a delete without an image, for a
 * before image of which only the key is valid, and for Debezium's {@code __debezium.newkey}.
 *
 * <p>{@code decode.json} and {@code decode.avro} read the syntax; {@code decode.plain} and {@code
 * decode.debezium} interpret the fields of an event, and contain the formats that {@code
 * source.format} names; {@code decode.envelope} is the boundary between the two. A format is found
 * as a service {@link io.portage.config.FormatProvider}.
 */
@org.jspecify.annotations.NullMarked
package io.portage.decode;
