/**
 * Connections to a database: drivers, the pool that the JVM shares, retries and warnings of slow
 * answers.
 *
 * <p>Writes nothing to the database and knows no table.
 */
@org.jspecify.annotations.NullMarked
package io.portage.target.connection;
