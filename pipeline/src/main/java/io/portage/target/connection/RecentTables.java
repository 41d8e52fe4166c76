package io.portage.target.connection;

import io.portage.target.TargetTable;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * The tables of one database that this process has read from its catalog a short time ago. The
 * instances of all steps begin with the same tables, the last one after the changes were buffered;
 * with this only the first of them asks the catalog. Thread-safe.
 */
public final class RecentTables {
  /** The age from which a description is not used. */
  static final Duration MAX_AGE = Duration.ofMinutes(1);

  private final ConcurrentHashMap<String, DatedTable> tables = new ConcurrentHashMap<>();
  private final ConcurrentHashMap<String, Object> readers = new ConcurrentHashMap<>();
  private final Clock clock;

  private record DatedTable(TargetTable table, long readAt) {}

  RecentTables(Clock clock) {
    this.clock = clock;
  }

  /** Returns a table that was read less than {@link #MAX_AGE} ago. */
  Optional<TargetTable> find(String name) {
    DatedTable dated = tables.get(name);
    long age = dated == null ? 0 : clock.millis() - dated.readAt();
    return dated == null || age < 0 || age >= MAX_AGE.toMillis()
        ? Optional.empty()
        : Optional.of(dated.table());
  }

  /**
   * Returns a table that was read less than {@link #MAX_AGE} ago, or reads it: of several callers
   * at the same time, one.
   *
   * @param read reads the table and puts it here
   */
  public Optional<TargetTable> findOrRead(String name, Supplier<Optional<TargetTable>> read) {
    Optional<TargetTable> found = find(name);
    if (found.isPresent()) {
      return found;
    }
    synchronized (readers.computeIfAbsent(name, any -> new Object())) {
      found = find(name);
      return found.isPresent() ? found : read.get();
    }
  }

  /** Keeps a table that was read just now; empty if the target has none of that name. */
  public void put(String name, Optional<TargetTable> table) {
    if (table.isPresent()) {
      tables.put(name, new DatedTable(table.get(), clock.millis()));
    } else {
      tables.remove(name);
    }
  }
}
