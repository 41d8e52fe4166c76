package io.portage.memorysink;

import io.portage.model.Change;
import io.portage.model.GuardResult;
import io.portage.model.RowKey;
import io.portage.model.Version;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A key-value store in this process, in place of a server: rows with versions, an atomic
 * conditional put, and a switch for an outage.
 */
final class MemoryStore {
  private static final Map<String, MemoryStore> ALL = new ConcurrentHashMap<>();

  private final Map<RowKey, StoredRow> rows = new ConcurrentHashMap<>();
  private final AtomicInteger failures = new AtomicInteger();

  /**
   * A row.
   *
   * @param version the version of the last write
   * @param values the columns; null if the row is deleted
   */
  private record StoredRow(Version version, @Nullable Map<String, @Nullable Object> values) {}

  /** Returns the store of that name; creates it on first use. */
  static MemoryStore of(String name) {
    return ALL.computeIfAbsent(name, unused -> new MemoryStore());
  }

  /** Begins an outage that lasts for this number of requests. */
  void fail(int requests) {
    failures.set(requests);
  }

  /** True if the store answers this request. */
  boolean answers() {
    return failures.getAndUpdate(left -> Math.max(0, left - 1)) == 0;
  }

  /** True if there is a row that is not deleted. */
  boolean has(RowKey key) {
    StoredRow row = rows.get(key);
    return row != null && row.values() != null;
  }

  /**
   * Writes the change if its version is greater than the row's, atomically. A column that the
   * change does not have keeps its value.
   */
  GuardResult putIfNewer(Change change) {
    GuardResult[] result = {GuardResult.STALE};
    rows.compute(
        RowKey.of(change),
        (key, old) -> {
          int order = old == null ? 1 : change.version().compareTo(old.version());
          result[0] =
              order > 0
                  ? GuardResult.APPLIED
                  : order == 0 ? GuardResult.DUPLICATE : GuardResult.STALE;
          return order > 0 ? new StoredRow(change.version(), written(change, old)) : old;
        });
    return result[0];
  }

  private static @Nullable Map<String, @Nullable Object> written(
      Change change, @Nullable StoredRow old) {
    if (change.op() == Change.Op.DELETE) {
      return null;
    }
    Map<String, @Nullable Object> values = new TreeMap<>();
    if (old != null && old.values() != null && !isDeletedSince(change, old.version())) {
      values.putAll(old.values());
    }
    values.putAll(change.row().toMap());
    return values;
  }

  /** True if a delete that is newer than the row was merged into the change. */
  private static boolean isDeletedSince(Change change, Version version) {
    Version deleted = change.lineage().lastDelete();
    return deleted != null && deleted.isAfter(version);
  }

  /** Returns the columns of a row; null if there is no row. */
  @Nullable Map<String, @Nullable Object> row(RowKey key) {
    StoredRow row = rows.get(key);
    return row == null ? null : row.values();
  }
}
