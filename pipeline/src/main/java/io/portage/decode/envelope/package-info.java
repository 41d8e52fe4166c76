/**
 * The envelopes of change events: the plain one and Debezium's. Each turns a decoded value into an
 * {@link io.portage.model.event.Envelope}.
 */
@org.jspecify.annotations.NullMarked
package io.portage.decode.envelope;
