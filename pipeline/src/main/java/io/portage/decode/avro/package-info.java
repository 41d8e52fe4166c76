/**
 * Reads Avro's binary encoding into values of rows. Never allocates by a length that the bytes
 * claim.
 *
 * <p>Knows the syntax alone; the meaning of an event's fields is that of {@link
 * io.portage.decode.envelope}.
 */
@org.jspecify.annotations.NullMarked
package io.portage.decode.avro;
