/**
 * Enrich: source columns become target columns; reference data and computed columns join them.
 *
 * <ul>
 *   <li>Input: batches of changes whose rows hold source columns.
 *   <li>Output: the same batches with target columns; versions, origins and keys stay as they were.
 *   <li>Guarantees: one change for one change, in the order of the batch. A column whose inputs are
 *       all lacking is lacking too; absent is never made null. A delete always passes. References
 *       are as old as their {@code refresh}, older while they cannot be read; rows that are written
 *       keep their values until their next change.
 *   <li>Dead letters: {@code EXPRESSION_FAILED}, {@code REFERENCE_MISSING}, {@code DOES_NOT_FIT},
 *       {@code SCHEMA_MISMATCH}; with the change as it came in.
 *   <li>Metrics: {@code Enrich.refreshFailed}, failed reads of a reference; {@code
 *       Enrich.lookupMissed}, lookups without an entry that gave null.
 *   <li>State: the last good content of every reference, one value, replaced by each refresh. Rows
 *       that come before the first content wait here and hold back what is behind them.
 * </ul>
 */
@org.jspecify.annotations.NullMarked
package io.portage.enrich;
