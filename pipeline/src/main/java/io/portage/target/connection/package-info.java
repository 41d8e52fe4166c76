/**
 * Connections to a target database: JDBC drivers, the pool that the JVM shares, retries with
 * back-off, and warnings about slow answers.
 *
 * <p>Contains no SQL of its own and depends on no table.
 */
@org.jspecify.annotations.NullMarked
package io.portage.target.connection;
