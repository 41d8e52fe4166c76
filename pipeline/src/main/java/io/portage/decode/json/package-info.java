/**
 * Reads JSON strictly: values, keys and images of rows. Error messages do not quote the text.
 *
 * <p>This package reads the syntax only; {@link io.portage.decode.envelope} interprets the fields
 * of an event.
 */
@org.jspecify.annotations.NullMarked
package io.portage.decode.json;
