/** A real Kafka and a real PostgreSQL for the demo and the tests. */
package io.portage.sandbox;
