/**
 * Kafka records and the change events decoded from them, before Normalize converts them to
 * {@linkplain io.portage.model.Change changes}.
 */
@org.jspecify.annotations.NullMarked
package io.portage.model.event;
