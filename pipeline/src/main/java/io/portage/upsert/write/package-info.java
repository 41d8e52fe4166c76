/**
 * Writes changes in transactions of the target: plans, batches, retries, conflicts between rows,
 * and the result of each change.
 *
 * <p>Keeps no state between calls that a result depends on.
 */
@org.jspecify.annotations.NullMarked
package io.portage.upsert.write;
