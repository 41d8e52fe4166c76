package io.portage.target;

import org.jspecify.annotations.Nullable;

/**
 * The result of the expiry of one slice of a table's tombstones.
 *
 * @param removed the number of expired tombstones that were removed
 * @param end the end of the slice, at which the next one begins; null if it was the last
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record TombstoneSlice(int removed, byte @Nullable [] end) {}
