package io.portage.target;

import org.jspecify.annotations.Nullable;

/**
 * What became of a slice of a table's tombstones.
 *
 * @param removed how many had expired
 * @param end where it ends and the next one begins, or null when it was the last
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record TombstoneSlice(int removed, byte @Nullable [] end) {}
