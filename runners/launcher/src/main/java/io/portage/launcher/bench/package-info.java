/**
 * The command {@code bench}: measures Portage and, as the baseline, a plain consumer loop on
 * generated changes of users, with a real Kafka and a real PostgreSQL, each system in its own JVM.
 *
 * <p>{@link io.portage.launcher.bench.BenchTrial} measures one system; {@link
 * io.portage.launcher.bench.UserEvents} generates the events and the expected table.
 */
@org.jspecify.annotations.NullMarked
package io.portage.launcher.bench;
