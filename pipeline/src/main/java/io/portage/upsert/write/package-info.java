/**
 * Writes changes in transactions of the target: write plans of tables, batches, bisection of
 * rejected batches, row exchanges, key changes, and the guard result of each change.
 *
 * <p>Keeps no state between calls that a result depends on.
 */
@org.jspecify.annotations.NullMarked
package io.portage.upsert.write;
