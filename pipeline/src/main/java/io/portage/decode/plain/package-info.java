/**
 * The plain envelope {@code {op, before, after, timestamp_ms}} and its formats: {@code
 * envelope-json} and {@code avro}.
 */
@org.jspecify.annotations.NullMarked
package io.portage.decode.plain;
