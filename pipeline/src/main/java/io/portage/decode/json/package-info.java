/**
 * Reads JSON strictly: values, keys and the images of rows, without a word of the text in an error.
 *
 * <p>Knows the syntax alone; the meaning of an event's fields is that of {@link
 * io.portage.decode.envelope}.
 */
@org.jspecify.annotations.NullMarked
package io.portage.decode.json;
