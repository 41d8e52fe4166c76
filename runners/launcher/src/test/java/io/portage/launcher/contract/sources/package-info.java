/**
 * Debezium captures real databases into Kafka, and a job carries the changes into another database,
 * which ends equal to the source.
 */
package io.portage.launcher.contract.sources;
