/**
 * Debezium's envelope and its formats: {@code debezium-json} and {@code debezium-avro}, with the
 * settings of {@code source.debezium}.
 */
@org.jspecify.annotations.NullMarked
package io.portage.decode.debezium;
