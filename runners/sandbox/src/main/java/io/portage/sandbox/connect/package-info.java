/**
 * A Kafka Connect worker with Debezium's connectors, for tests: built by the profile {@code full}.
 */
@org.jspecify.annotations.NullMarked
package io.portage.sandbox.connect;
