/**
 * A real Kafka and a real PostgreSQL for the demo and the tests, without Docker.
 *
 * <p>Callers need only {@link io.portage.sandbox.Sandbox}. This package depends only on the JDK:
 * the servers and their dependencies run in separate processes, with the artifacts of {@code
 * target/lib}.
 */
@org.jspecify.annotations.NullMarked
package io.portage.sandbox;
