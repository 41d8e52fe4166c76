/**
 * What the stages that speak to Kafka share: the clients' properties and the offsets at which a
 * bounded run stops.
 *
 * <p>Secrets of the configuration are revealed here and nowhere else, and only into maps that go
 * straight to a Kafka client.
 */
@org.jspecify.annotations.NullMarked
package io.portage.kafka;
