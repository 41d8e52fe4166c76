/**
 * A real Kafka and a real PostgreSQL of one's own, for the demo and the tests, without Docker.
 *
 * <p>{@link io.portage.sandbox.Sandbox} is all a caller needs. This package depends on nothing but
 * the JDK: the servers, and all they drag in, live in processes of their own, with the artifacts of
 * {@code target/lib}.
 */
package io.portage.sandbox;
