package io.portage.enrich;

import io.portage.target.TargetColumn;
import io.portage.target.TargetTable;
import io.portage.target.TargetTables;
import io.portage.target.connection.MinInterval;
import io.portage.target.fitting.ColumnFitter;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds how values are fitted to the columns of one target table. */
final class ColumnFitters {
  private static final Duration RELOAD_EVERY = Duration.ofSeconds(1);

  private final String table;
  private final TargetTables tables;
  private final @Nullable Runnable nulStripped;
  private final MinInterval reloads;

  /**
   * Fitters for {@code table}.
   *
   * @param nulStripped told of each value that lost NUL characters; null where none may
   */
  ColumnFitters(String table, TargetTables tables, Clock clock, @Nullable Runnable nulStripped) {
    this.reloads = new MinInterval(RELOAD_EVERY, clock);
    this.table = table;
    this.tables = tables;
    this.nulStripped = nulStripped;
  }

  /** The column's fitter, or null when the target has no such column, not even when asked anew. */
  @Nullable ColumnFitter find(String column) {
    TargetColumn known = column(tables.find(table), column);
    TargetColumn found = known == null ? column(tables.refresh(table), column) : known;
    if (found == null) {
      return null;
    }
    ColumnFitter fitter = ColumnFitter.of(found);
    return nulStripped == null ? fitter : fitter.strippingNul(nulStripped);
  }

  /**
   * Reads the table anew, but not more often than once a second.
   *
   * @return whether it has been altered, so that what did not fit may be tried again
   */
  boolean reload() {
    if (!reloads.tryAcquire()) {
      return false;
    }
    Optional<TargetTable> before = tables.find(table);
    return !tables.refresh(table).equals(before);
  }

  private static @Nullable TargetColumn column(Optional<TargetTable> table, String column) {
    return table.isEmpty() ? null : table.get().column(column);
  }
}
