/**
 * The formats: the plain envelope in JSON and Avro, and Debezium's envelope in JSON. Each decodes a
 * record's value to an {@link io.portage.model.event.Envelope}.
 */
@org.jspecify.annotations.NullMarked
package io.portage.decode.envelope;
