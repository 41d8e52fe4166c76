/**
 * Parked changes: changes that the database rejects because of another row, and that are retried.
 *
 * <p>They are kept in memory and in the runner's state; those that exceed the memory limits are
 * spilled into compressed chunks of the state. Contains no database access.
 */
@org.jspecify.annotations.NullMarked
package io.portage.upsert.parking;
