/**
 * Turns change events into changes: what is to become of which row, at which version, in values
 * that fit the target.
 *
 * <ul>
 *   <li>Input: chunks of {@code DecodedRecord}, in any order.
 *   <li>Output: chunks of {@code Change}, one a record, or two halves where the key changed: a
 *       delete of the old key and an upsert of the new one. A delete that is half of a key change
 *       names the new key where what comes there may lack columns: of one record when it does, of
 *       Debezium's separate delete (header {@code __debezium.newkey}) always. A truncate becomes a
 *       change without a key, where the configuration applies it. Rows hold the source columns that
 *       are copied to the target (fitted; where several target columns take one, it fits each and
 *       stays as decoded) and those that later expressions and lookups read (as decoded). What
 *       needs no write becomes an {@code Completion} at once, one a bundle.
 *   <li>Guarantees: a pure function of the event, the configuration, the target's metadata and the
 *       clock (which only judges times from the far future); every record, or each of its halves,
 *       gives exactly one change, letter or outcome. Checks come in this order: housekeeping,
 *       table, operation, image, key, version, filter, columns; the first that fails names the
 *       letter. The target's metadata is read anew, at most once a second a table, before anything
 *       is refused because of it.
 *   <li>Dead letters: UNKNOWN_TABLE, UNKNOWN_OPERATION, TRUNCATE, MISSING_IMAGE, MISSING_KEY (of
 *       the old and the new key, too), MISSING_VERSION, FAR_FUTURE, EXPRESSION_FAILED (the filter),
 *       DOES_NOT_FIT, SCHEMA_MISMATCH. A delete is never refused for its image, only for its key or
 *       version.
 *   <li>Metrics: {@code Normalize.split}, {@code Normalize.ignored.<kind>}, in records or halves;
 *       {@code Normalize.nulStripped}, values that lost NUL characters ({@code nul: strip}).
 *   <li>State: none; per worker, the target's metadata and at most 1,000 plans a table.
 * </ul>
 */
@org.jspecify.annotations.NullMarked
package io.portage.normalize;
