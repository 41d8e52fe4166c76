/**
 * Reads Avro's binary encoding into values of rows. A length in the bytes is checked against the
 * bytes that remain before anything is allocated.
 *
 * <p>This package reads the syntax only; an {@link io.portage.decode.envelope.EnvelopeDecoder}
 * interprets the fields of an event.
 */
@org.jspecify.annotations.NullMarked
package io.portage.decode.avro;
