package io.portage.target.fitting;

import io.portage.config.TableConfig;
import io.portage.model.schema.SourceColumn;
import io.portage.target.TargetColumn;
import io.portage.target.TargetTable;
import io.portage.target.TargetTables;
import io.portage.target.connection.MinInterval;
import io.portage.target.definition.AddedColumn;
import io.portage.target.definition.ColumnsNotAddedException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The metadata of one configured table, and the fitters of its columns: read on first use and
 * cached, so that what a step derives from it stays valid until {@link #reload} returns true. Not
 * thread-safe.
 */
public final class TableMetadata {
  private static final Duration RELOAD_EVERY = Duration.ofSeconds(1);

  private final TableConfig config;
  private final TargetTables tables;
  private final Runnable nulStripped;
  private final MinInterval reloads;
  private @Nullable TargetTable table;

  /**
   * The metadata of {@code config}'s target.
   *
   * @param nulStripped runs for each value that lost a NUL
   */
  public TableMetadata(TableConfig config, TargetTables tables, Clock clock, Runnable nulStripped) {
    this.config = config;
    this.tables = tables;
    this.nulStripped = nulStripped;
    this.reloads = new MinInterval(RELOAD_EVERY, clock);
  }

  /** Returns the table, or null if the target does not have it. */
  public @Nullable TargetTable table() {
    if (table == null) {
      table = tables.find(config.to()).orElse(null);
    }
    return table;
  }

  /** Returns the column, or null if the target does not have it. */
  public @Nullable TargetColumn column(String name) {
    TargetTable known = table();
    return known == null ? null : known.column(name);
  }

  /** Returns the fitter of a column outside of the key, by the table's policy for NUL. */
  public ColumnFitter fitter(TargetColumn column) {
    ColumnFitter fitter = ColumnFitter.of(column);
    return config.nul() == TableConfig.NulPolicy.STRIP ? fitter.strippingNul(nulStripped) : fitter;
  }

  /**
   * Adds columns to the table and reads its metadata again.
   *
   * @throws ColumnsNotAddedException if the database refuses
   */
  public void addColumns(List<SourceColumn> columns, AddedColumn origin)
      throws ColumnsNotAddedException {
    table = tables.addColumns(config.to(), columns, origin).orElse(null);
  }

  /**
   * Reads the metadata again, at most once a second.
   *
   * @return true if the table has changed, so that what was rejected may be tried again
   */
  public boolean reload() {
    if (!reloads.tryAcquire()) {
      return false;
    }
    TargetTable refreshed = tables.refresh(config.to()).orElse(null);
    if (Objects.equals(refreshed, table)) {
      return false;
    }
    table = refreshed;
    return true;
  }
}
