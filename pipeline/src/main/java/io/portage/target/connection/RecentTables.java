package io.portage.target.connection;

import io.portage.target.TargetTable;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The tables of one database that this process has read from its catalog a short time ago. The
 * instances of all steps begin with the same tables at about the same time; with this only the
 * first of them asks the catalog. Thread-safe.
 */
public final class RecentTables {
  /** The age from which a description is not used. */
  static final Duration MAX_AGE = Duration.ofSeconds(10);

  private final ConcurrentHashMap<String, DatedTable> tables = new ConcurrentHashMap<>();
  private final Clock clock;

  private record DatedTable(TargetTable table, long readAt) {}

  RecentTables(Clock clock) {
    this.clock = clock;
  }

  /** Returns a table that was read less than {@link #MAX_AGE} ago. */
  public Optional<TargetTable> find(String name) {
    DatedTable dated = tables.get(name);
    long age = dated == null ? 0 : clock.millis() - dated.readAt();
    return dated == null || age < 0 || age >= MAX_AGE.toMillis()
        ? Optional.empty()
        : Optional.of(dated.table());
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
