package io.portage.normalize;

import io.portage.config.SourceConfig;
import io.portage.config.TableConfig;
import io.portage.model.Columns;
import io.portage.model.Image;
import io.portage.model.Reason;
import io.portage.target.Fitter;
import io.portage.target.SourceValues;
import io.portage.target.TargetColumn;
import io.portage.target.TargetTable;
import io.portage.target.TargetTables;
import io.portage.target.Throttle;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What is known of one target table, and the plans made of it. Not thread-safe. */
final class TableTarget {
  private static final Duration RELOAD_EVERY = Duration.ofSeconds(1);
  private static final int MAX_PLANS = 1_000;

  private final TableConfig config;
  private final Selection selection;
  private final TargetTables tables;
  private final Throttle reloads;
  private final Function<TargetColumn, Fitter> fitting;
  private final Plans typed;
  private final Plans untyped;

  private @Nullable TargetTable table;

  /** The plans for values with a schema, or for those without. */
  private static final class Plans {
    private final SourceValues values;
    private final Map<Columns, RowPlan> byColumns = new HashMap<>();
    private @Nullable Columns lastColumns;
    private @Nullable RowPlan last;

    private Plans(SourceValues values) {
      this.values = values;
    }

    private void clear() {
      byColumns.clear();
      lastColumns = null;
      last = null;
    }
  }

  /** Of {@code config}'s target; {@code nulStripped} is told of each value that lost a NUL. */
  TableTarget(
      TableConfig config,
      SourceConfig source,
      TargetTables tables,
      Clock clock,
      Runnable nulStripped) {
    this.config = config;
    this.typed = new Plans(SourceValues.of(source, /* typed= */ true));
    this.untyped = new Plans(SourceValues.of(source, /* typed= */ false));
    this.selection = Selection.of(config);
    this.tables = tables;
    this.reloads = new Throttle(RELOAD_EVERY, clock);
    this.fitting =
        config.nul() == TableConfig.Nul.STRIP
            ? column -> Fitter.of(column).strippingNul(nulStripped)
            : Fitter::of;
  }

  /**
   * The plan for the image's row.
   *
   * @throws Refusal when the target lacks the table, or a column for the key
   */
  RowPlan plan(Image image) throws Refusal {
    return plan(image.row().columns(), image.typed());
  }

  /** The plan for rows of these columns, whose values are what they say. */
  RowPlan plan(Columns columns) throws Refusal {
    return plan(columns, /* isTyped= */ true);
  }

  /**
   * The plan for rows of these columns.
   *
   * @param isTyped whether their values come with a schema
   * @throws Refusal when the target lacks the table, or a column for the key
   */
  RowPlan plan(Columns columns, boolean isTyped) throws Refusal {
    Plans plans = isTyped ? typed : untyped;
    RowPlan last = plans.last;
    if (last != null && columns.equals(plans.lastColumns)) {
      return last;
    }
    RowPlan plan = plans.byColumns.get(columns);
    if (plan == null) {
      plan = RowPlan.of(columns, config, selection, table(), plans.values, fitting);
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
  boolean isPartial(Image image) throws Refusal {
    if (image.isWhole()) {
      return false;
    }
    for (String name : image.lacking()) {
      if (selection.isInput(name) || isCopied(name)) {
        return true;
      }
    }
    return false;
  }

  private boolean isCopied(String source) throws Refusal {
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
    if (!reloads.admits()) {
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

  private TargetTable table() throws Refusal {
    TargetTable known = table;
    if (known == null) {
      known = tables.find(config.to()).orElse(null);
      table = known;
    }
    if (known == null) {
      throw Refusal.of(Reason.SCHEMA_MISMATCH, "the target has no table " + config.to());
    }
    return known;
  }
}
