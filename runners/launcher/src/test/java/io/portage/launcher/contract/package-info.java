/**
 * What every runner must do: the runner modules extend these classes and give their engine.
 *
 * <p>All of it runs the whole pipeline against a real Kafka and a real PostgreSQL.
 */
@org.jspecify.annotations.NullMarked
package io.portage.launcher.contract;
