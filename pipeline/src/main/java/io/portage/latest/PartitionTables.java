package io.portage.latest;

import io.portage.model.Change;
import io.portage.model.OffsetRange;
import io.portage.model.OffsetRanges;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The tables of the changes that each partition contributed to a buffer. Not thread-safe. */
final class PartitionTables {
  private record SourcePartition(String topic, int partition) {}

  private final Map<SourcePartition, Set<String>> tables = new HashMap<>();

  /** Adds changes of one partition. */
  void add(List<Change> changes) {
    SourcePartition partition = partition(changes);
    if (partition == null) {
      return;
    }
    Set<String> names = tables.computeIfAbsent(partition, key -> new TreeSet<>());
    String last = null;
    for (Change change : changes) {
      if (!change.table().equals(last)) {
        last = change.table();
        names.add(last);
      }
    }
  }

  /**
   * Returns the tables of the partition of these changes, sorted, and forgets them; null if the
   * partition is unknown, because there are no changes.
   */
  @Nullable Set<String> remove(List<Change> changes) {
    SourcePartition partition = partition(changes);
    return partition == null ? null : tables.remove(partition);
  }

  void clear() {
    tables.clear();
  }

  private static @Nullable SourcePartition partition(List<Change> changes) {
    OffsetRanges origins = changes.isEmpty() ? OffsetRanges.none() : changes.get(0).origins();
    if (origins.size() == 0) {
      return null;
    }
    OffsetRange origin = origins.get(0);
    return new SourcePartition(origin.topic(), origin.partition());
  }
}
