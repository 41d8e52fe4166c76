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

/** The fitters of the columns of one target table, from the target's catalog. */
final class ColumnFitters {
  private static final Duration RELOAD_EVERY = Duration.ofSeconds(1);

  private final String table;
  private final TargetTables tables;
  private final @Nullable Runnable nulStripped;
  private final MinInterval reloads;

  /**
   * Creates fitters for {@code table}.
   *
   * @param nulStripped runs for each value from which NUL characters were removed; null if such a
   *     value does not fit
   */
  ColumnFitters(String table, TargetTables tables, Clock clock, @Nullable Runnable nulStripped) {
    this.reloads = new MinInterval(RELOAD_EVERY, clock);
    this.table = table;
    this.tables = tables;
    this.nulStripped = nulStripped;
  }

  /**
   * Returns the column's fitter, or null if the target has no such column even after a refresh of
   * the catalog.
   */
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
   * Refreshes the table's catalog entry, at most once a second.
   *
   * @return true if the table has changed, so that a value that did not fit may be tried again
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
