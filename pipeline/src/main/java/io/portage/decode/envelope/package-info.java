/**
 * The boundary between syntax and envelope. A syntax ({@code decode.json}, {@code decode.avro})
 * offers an event's fields as an {@link io.portage.decode.envelope.EventReader}; an envelope
 * ({@code decode.plain}, {@code decode.debezium}) interprets them as an {@link
 * io.portage.decode.envelope.EnvelopeDecoder}. Column values and placeholders, which both have in
 * common, are converted here.
 */
@org.jspecify.annotations.NullMarked
package io.portage.decode.envelope;
