package io.portage.latest;

import io.portage.model.Change;
import io.portage.model.OffsetRanges;
import io.portage.model.Version;
import io.portage.model.encoding.ChangeSize;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Merges any number of changes of one key. Gives what {@link ChangeMerge#merge} gives, but joins
 * the origins once at the end: a key that has half of all changes would otherwise copy them each
 * time.
 */
final class KeyAccumulator {
  /** About what the origins of one more change take. */
  private static final long PER_ORIGINS = 16;

  private Change merged;
  private @Nullable List<OffsetRanges> origins;
  private int records;
  private long bytes;

  KeyAccumulator(Change first) {
    this.merged = first;
    this.records = first.recordCount();
    this.bytes = ChangeSize.of(first);
  }

  @SuppressWarnings("ReferenceEquality") // an equal one need not be weighed again, either
  void add(Change change) {
    if (origins == null) {
      origins = new ArrayList<>(4);
      origins.add(merged.origins());
    }
    origins.add(change.origins());
    records = Math.addExact(records, change.recordCount());
    Change before = merged;
    merged = ChangeMerge.contents(before, change);
    bytes =
        merged == before
            ? bytes + PER_ORIGINS
            : ChangeSize.of(merged) + PER_ORIGINS * origins.size();
  }

  /** About how many bytes it takes when it is encoded. */
  long bytes() {
    return bytes;
  }

  Version version() {
    return merged.version();
  }

  /** Whether {@code older} must be written by itself. */
  boolean isUnmergeable(Change older) {
    return merged.isUnmergeable(older);
  }

  /** Whether this must be written by itself, before {@code newer}. */
  boolean isApartBefore(Change newer) {
    return newer.isUnmergeable(merged);
  }

  boolean moves() {
    return merged.isKeyMove();
  }

  Change change() {
    return origins == null ? merged : merged.withOrigins(OffsetRanges.union(origins), records);
  }
}
