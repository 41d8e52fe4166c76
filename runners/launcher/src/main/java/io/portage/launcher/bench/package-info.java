/**
 * The benchmark: generated changes of users, a real Kafka and a real PostgreSQL, Portage and, as
 * the yardstick, a plain consumer loop, each in a JVM of its own, and what each of them took.
 *
 * <p>{@link io.portage.launcher.bench.BenchTrial} measures one system; {@link
 * io.portage.launcher.bench.UserEvents} makes the events and knows the table that they must end in.
 */
@org.jspecify.annotations.NullMarked
package io.portage.launcher.bench;
