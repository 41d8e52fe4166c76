/**
 * Normalize: change events to changes with table, operation, key, version, and values fitted to the
 * target's columns.
 *
 * <ul>
 *   <li>Input: chunks of {@code DecodedRecord}, in any order.
 *   <li>Output: chunks of {@code Change}, one change per record. A key change becomes two: a delete
 *       of the old key and an upsert of the new key. The delete contains the new key where the new
 *       row may be partial: for a key change in one record if it is, for Debezium's separate delete
 *       (header {@code __debezium.newkey}) always. A truncate becomes a change without a key, if
 *       the configuration applies truncates. Rows contain the source columns that are copied to the
 *       target (fitted; a column copied to several target columns must fit each and stays as
 *       decoded) and those that later expressions and lookups read (as decoded). Records that need
 *       no write complete immediately; their offset ranges are emitted as one {@code Completion}
 *       per chunk.
 *   <li>Guarantees: a pure function of the event, the configuration, the target's metadata and the
 *       clock (which only rejects times in the far future). Every record, or each of its halves,
 *       gives exactly one change, dead letter or completion. Checks run in this order: ignored
 *       operations, table, operation, image, key, version, filter, columns; the first that fails
 *       gives the dead letter's reason. The target's metadata is read again, at most once a second
 *       per table, before an event is rejected because of it. Columns are added to the target if
 *       the table is configured so ({@code unknownColumns: add}); this step waits meanwhile.
 *   <li>Dead letters: UNKNOWN_TABLE, UNKNOWN_OPERATION, TRUNCATE, MISSING_IMAGE, MISSING_KEY (also
 *       of the old and the new key), MISSING_VERSION, FAR_FUTURE, EXPRESSION_FAILED (the filter or
 *       an object of unknown columns), DOES_NOT_FIT, SCHEMA_MISMATCH. A delete is never rejected
 *       for its image, only for its key or version.
 *   <li>Metrics: {@code Normalize.split}, {@code Normalize.ignored.<kind>}, in records or halves;
 *       {@code Normalize.nulStripped}, values that lost NUL characters ({@code nul: strip}); {@code
 *       Normalize.table.<table>.drift.<kind>}, events whose columns are not the target's.
 *   <li>State: none; per worker, the target's metadata and at most 1,000 row mappers per table.
 * </ul>
 */
@org.jspecify.annotations.NullMarked
package io.portage.normalize;
