/**
 * Parked changes: changes that wait for another row, in memory and in runner state, and the changes
 * that were spilled from memory into compressed chunks.
 */
@org.jspecify.annotations.NullMarked
package io.portage.upsert.parking;
