/**
 * Debezium captures real databases into Kafka, and a job carries the changes into another database,
 * which ends equal to the source.
 */
@org.jspecify.annotations.NullMarked
package io.portage.launcher.contract.sources;
