/**
 * Reads JSON strictly: values, keys and images of rows. Error messages do not quote the text.
 *
 * <p>This package reads the syntax only; an {@link io.portage.decode.envelope.EnvelopeDecoder}
 * interprets the fields of an event.
 */
@org.jspecify.annotations.NullMarked
package io.portage.decode.json;
