package io.portage.verify.compare;

import io.portage.model.Row;
import io.portage.model.Version;
import org.jspecify.annotations.Nullable;

/**
 * A row of the target.
 *
 * @param key the key, in the order of {@code tables[].key}
 * @param values the compared columns, in the form of fitted values; for a tombstone without columns
 * @param version the version, or null if the column is null
 * @param deleted true if the row is marked as deleted, or is a tombstone
 */
public record TargetRow(Row key, Row values, @Nullable Version version, boolean deleted) {}
