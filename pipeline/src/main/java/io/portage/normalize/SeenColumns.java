package io.portage.normalize;

import io.portage.model.Columns;
import io.portage.model.Version;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The lowest version at which images of one table came with each list of columns, without those of
 * snapshots, whose versions are below all others. Remembers {@value #MOST} lists. Not thread-safe.
 */
final class SeenColumns {
  static final int MOST = 100;

  private final Map<Columns, Version> lowest = new HashMap<>();
  private @Nullable Columns last;
  private @Nullable Version lastLowest;

  /** Records an image. */
  void add(Columns columns, Version version) {
    if (!columns.equals(last)) {
      last = columns;
      lastLowest = lowest.get(columns);
    }
    if (lastLowest != null && version.compareTo(lastLowest) >= 0) {
      return;
    }
    if (!version.isOfSnapshot() && (lastLowest != null || lowest.size() < MOST)) {
      lowest.put(columns, version);
      lastLowest = version;
    }
  }

  /** Returns true if an image with the column came with a version above {@code version}. */
  boolean isBefore(Version version, String column) {
    for (Map.Entry<Columns, Version> seen : lowest.entrySet()) {
      if (seen.getKey().indexOf(column) >= 0 && seen.getValue().isAfter(version)) {
        return true;
      }
    }
    return false;
  }
}
