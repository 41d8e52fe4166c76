package io.portage.verify;

import io.portage.model.Row;
import org.jspecify.annotations.Nullable;

/**
 * What the target should have for one row of the source.
 *
 * @param key the key, fitted to the target's columns, in the order of {@code tables[].key}; null if
 *     the job could not determine it
 * @param row the target's columns with their fitted values; null if the target should have no row,
 *     because the filter excludes it or the job would reject it
 * @param rejected the reason why the job would make a dead letter of the row; null if it would not
 */
record ExpectedRow(@Nullable Row key, @Nullable Row row, @Nullable String rejected) {}
