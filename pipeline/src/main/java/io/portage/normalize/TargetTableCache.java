package io.portage.normalize;

import io.portage.config.SourceConfig;
import io.portage.config.TableConfig;
import io.portage.model.Columns;
import io.portage.model.Reason;
import io.portage.model.event.Image;
import io.portage.target.TargetColumn;
import io.portage.target.TargetTable;
import io.portage.target.TargetTables;
import io.portage.target.connection.MinInterval;
import io.portage.target.fitting.ColumnFitter;
import io.portage.target.source.SourceValueInterpreter;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What is known of one target table, and the plans made of it. Not thread-safe. */
final class TargetTableCache {
  private static final Duration RELOAD_EVERY = Duration.ofSeconds(1);
  private static final int MAX_PLANS = 1_000;

  private final TableConfig config;
  private final ColumnProjection selection;
  private final TargetTables tables;
  private final MinInterval reloads;
  private final Function<TargetColumn, ColumnFitter> fitting;
  private final RowMappers typed;
  private final RowMappers untyped;

  private @Nullable TargetTable table;

  /** The plans for values with a schema, or for those without. */
  private static final class RowMappers {
    private final SourceValueInterpreter values;
    private final Map<Columns, SourceRowMapper> byColumns = new HashMap<>();
    private @Nullable Columns lastColumns;
    private @Nullable SourceRowMapper last;

    private RowMappers(SourceValueInterpreter values) {
      this.values = values;
    }

    private void clear() {
      byColumns.clear();
      lastColumns = null;
      last = null;
    }
  }

  /** Of {@code config}'s target; {@code nulStripped} is told of each value that lost a NUL. */
  TargetTableCache(
      TableConfig config,
      SourceConfig source,
      TargetTables tables,
      Clock clock,
      Runnable nulStripped) {
    this.config = config;
    this.typed = new RowMappers(SourceValueInterpreter.of(source, /* typed= */ true));
    this.untyped = new RowMappers(SourceValueInterpreter.of(source, /* typed= */ false));
    this.selection = ColumnProjection.of(config);
    this.tables = tables;
    this.reloads = new MinInterval(RELOAD_EVERY, clock);
    this.fitting =
        config.nul() == TableConfig.NulPolicy.STRIP
            ? column -> ColumnFitter.of(column).strippingNul(nulStripped)
            : ColumnFitter::of;
  }

  /**
   * The plan for the image's row.
   *
   * @throws RejectedChangeException when the target lacks the table, or a column for the key
   */
  SourceRowMapper plan(Image image) throws RejectedChangeException {
    return plan(image.row().columns(), image.typed());
  }

  /** The plan for rows of these columns, whose values are what they say. */
  SourceRowMapper plan(Columns columns) throws RejectedChangeException {
    return plan(columns, /* isTyped= */ true);
  }

  /**
   * The plan for rows of these columns.
   *
   * @param isTyped whether their values come with a schema
   * @throws RejectedChangeException when the target lacks the table, or a column for the key
   */
  SourceRowMapper plan(Columns columns, boolean isTyped) throws RejectedChangeException {
    RowMappers plans = isTyped ? typed : untyped;
    SourceRowMapper last = plans.last;
    if (last != null && columns.equals(plans.lastColumns)) {
      return last;
    }
    SourceRowMapper plan = plans.byColumns.get(columns);
    if (plan == null) {
      plan = SourceRowMapper.of(columns, config, selection, table(), plans.values, fitting);
      if (plans.byColumns.size() >= MAX_PLANS) {
        plans.byColumns.clear();
      }
      plans.byColumns.put(columns, plan);
    }
    plans.lastColumns = columns;
    plans.last = plan;
    return plan;
  }

  /** Whether the image lacks a column that is copied or read later. */
  boolean isPartial(Image image) throws RejectedChangeException {
    if (image.isWhole()) {
      return false;
    }
    for (String name : image.unavailable()) {
      if (selection.isInput(name) || isCopied(name)) {
        return true;
      }
    }
    return false;
  }

  private boolean isCopied(String source) throws RejectedChangeException {
    for (String target : selection.targetsOf(source)) {
      TargetColumn column = table().column(target);
      if (column == null || !column.generated()) {
        return true;
      }
    }
    return false;
  }

  /**
   * Reads the target's metadata anew, but not more often than once a second.
   *
   * @return whether it has changed, so that what was refused may be tried again
   */
  boolean reload() {
    if (!reloads.tryAcquire()) {
      return false;
    }
    TargetTable fresh = tables.refresh(config.to()).orElse(null);
    if (Objects.equals(fresh, table)) {
      return false;
    }
    table = fresh;
    typed.clear();
    untyped.clear();
    return true;
  }

  private TargetTable table() throws RejectedChangeException {
    TargetTable known = table;
    if (known == null) {
      known = tables.find(config.to()).orElse(null);
      table = known;
    }
    if (known == null) {
      throw RejectedChangeException.of(
          Reason.SCHEMA_MISMATCH, "the target has no table " + config.to());
    }
    return known;
  }
}
