/**
 * Enrich: maps source columns to target columns and adds computed columns and lookups.
 *
 * <ul>
 *   <li>Input: batches of changes whose rows have source columns.
 *   <li>Output: the same batches with target columns; versions, origins and keys stay as they were.
 *   <li>Guarantees: one output change per input change, in the order of the batch. A column whose
 *       inputs are all absent is absent too; absent never becomes null. A delete never fails.
 *       References are at most as old as their {@code refresh}, older while they cannot be read; a
 *       written row keeps its values until its next change.
 *   <li>Dead letters: {@code EXPRESSION_FAILED}, {@code REFERENCE_MISSING}, {@code DOES_NOT_FIT},
 *       {@code SCHEMA_MISMATCH}; each with the input change.
 *   <li>Metrics: {@code Enrich.refreshFailed}, failed reads of a reference; {@code
 *       Enrich.lookupMissed}, misses that returned null; {@code Enrich.nulStripped}, values from
 *       which NUL characters were removed.
 *   <li>State: the last good content of every reference, one value, replaced by each refresh.
 *       Batches before the first content block here, and with them the batches that follow.
 * </ul>
 *
 * <p>The sources of references are in the subpackages {@code csv} and {@code jdbc}; nothing outside
 * of them depends on their classes.
 */
@org.jspecify.annotations.NullMarked
package io.portage.enrich;
