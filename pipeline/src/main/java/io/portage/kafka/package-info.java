/**
 * Kafka clients: their properties, queries of topics and offsets, and the stop offsets of a bounded
 * run. Used by the stages Read, DeadLetter and Commit and by the launcher.
 *
 * <p>Secrets for Kafka are revealed only in this package, and only into maps that are passed to a
 * Kafka client.
 */
@org.jspecify.annotations.NullMarked
package io.portage.kafka;
