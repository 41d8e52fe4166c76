package io.portage.latest;

import io.portage.model.Change;
import io.portage.model.OffsetRanges;
import io.portage.model.Version;
import io.portage.model.encoding.ChangeSize;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Merges any number of changes of one key. The result is that of {@link ChangeMerge#merge}, but
 * origins are joined once at the end: a key with half of all changes would otherwise copy them with
 * each change.
 */
final class KeyAccumulator {
  /** The approximate number of bytes for the origins of one more change. */
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

  @SuppressWarnings("ReferenceEquality") // the size of an equal change is the same
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

  /** The approximate encoded size of the merged change in bytes. */
  long bytes() {
    return bytes;
  }

  Version version() {
    return merged.version();
  }

  /** Returns true if {@code older} must not be merged into this. */
  boolean isUnmergeable(Change older) {
    return merged.isUnmergeable(older);
  }

  /** Returns true if this must not be merged into {@code newer}. */
  boolean isUnmergeableInto(Change newer) {
    return newer.isUnmergeable(merged);
  }

  Change change() {
    return origins == null ? merged : merged.withOrigins(OffsetRanges.union(origins), records);
  }
}
