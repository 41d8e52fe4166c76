package io.portage.normalize;

import io.portage.config.TableConfig;
import io.portage.model.Columns;
import io.portage.model.Reason;
import io.portage.model.Row;
import io.portage.target.Fitter;
import io.portage.target.TargetColumn;
import io.portage.target.TargetTable;
import io.portage.target.UnfitException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How source rows with one list of columns are read: computed once, so that a row costs no look-up
 * by name.
 */
final class RowPlan {
  private static final Fitter[] NONE = {};

  private final Columns keyColumns;
  private final int[] keyAt;
  private final Fitter[] keyFitters;
  private final Columns kept;
  private final int[] keptAt;

  /** For each kept column: its fitters, the first of which gives the value. */
  private final Fitter[][] fitters;

  /** The first column that the target lacks. */
  private final @Nullable Refusal mismatch;

  private final boolean complete;

  private RowPlan(
      Columns keyColumns,
      int[] keyAt,
      Fitter[] keyFitters,
      Columns kept,
      int[] keptAt,
      Fitter[][] fitters,
      @Nullable Refusal mismatch,
      boolean complete) {
    this.keyColumns = keyColumns;
    this.keyAt = keyAt;
    this.keyFitters = keyFitters;
    this.kept = kept;
    this.keptAt = keptAt;
    this.fitters = fitters;
    this.mismatch = mismatch;
    this.complete = complete;
  }

  /**
   * The plan for rows of {@code source}.
   *
   * @throws Refusal when the target has no column for the key
   */
  static RowPlan of(Columns source, TableConfig table, Selection selection, TargetTable target)
      throws Refusal {
    int keys = table.key().size();
    int[] keyAt = new int[keys];
    Fitter[] keyFitters = new Fitter[keys];
    for (int i = 0; i < keys; i++) {
      String name = table.key().get(i);
      String to = selection.targetsOf(name).get(0);
      TargetColumn column = target.column(to);
      if (column == null) {
        throw lacks(target, to);
      }
      keyAt[i] = source.indexOf(name);
      keyFitters[i] = Fitter.of(column);
    }
    List<String> kept = new ArrayList<>();
    List<Fitter[]> fitters = new ArrayList<>();
    Refusal mismatch = null;
    for (String name : source.names()) {
      List<Fitter> takers = new ArrayList<>();
      for (String to : selection.targetsOf(name)) {
        TargetColumn column = target.column(to);
        if (column == null) {
          mismatch = mismatch == null ? lacks(target, to) : mismatch;
        } else if (!column.generated()) {
          takers.add(Fitter.of(column));
        }
      }
      if (!takers.isEmpty() || selection.isInput(name)) {
        kept.add(name);
        fitters.add(takers.toArray(NONE));
      }
    }
    return new RowPlan(
        Columns.of(table.key()),
        keyAt,
        keyFitters,
        Columns.of(kept),
        kept.stream().mapToInt(source::indexOf).toArray(),
        fitters.toArray(new Fitter[0][]),
        mismatch,
        source.names().containsAll(selection.copied()));
  }

  private static Refusal lacks(TargetTable target, String column) {
    return Refusal.inColumn(
        Reason.SCHEMA_MISMATCH,
        column,
        "the target's table " + target.name() + " has no column " + column);
  }

  /** Whether all columns of the key are there and none is null. */
  boolean hasKey(Row source) {
    for (int at : keyAt) {
      if (at < 0 || source.get(at) == null) {
        return false;
      }
    }
    return true;
  }

  /** Whether both rows show the same key, before any fitting; {@code other} is of another plan. */
  boolean hasSameKey(Row source, RowPlan other, Row otherSource) {
    for (int i = 0; i < keyAt.length; i++) {
      Object value = source.get(keyAt[i]);
      if (value == null || !value.equals(otherSource.get(other.keyAt[i]))) {
        return false;
      }
    }
    return true;
  }

  /** The key, fitted. */
  Row key(Row source) throws Refusal {
    @Nullable Object[] values = new Object[keyAt.length];
    try {
      for (int i = 0; i < keyAt.length; i++) {
        Object value = keyAt[i] < 0 ? null : source.get(keyAt[i]);
        if (value == null) {
          String name = keyColumns.names().get(i);
          throw Refusal.inColumn(
              Reason.MISSING_KEY,
              name,
              "the key's column " + name + (keyAt[i] < 0 ? " is missing" : " is null"));
        }
        values[i] = keyFitters[i].fitKey(value);
      }
    } catch (UnfitException e) {
      throw unfit(e);
    }
    return Row.of(keyColumns, values);
  }

  /** The kept columns, fitted; all or nothing. */
  Row row(Row source) throws Refusal {
    if (mismatch != null) {
      throw mismatch;
    }
    @Nullable Object[] values = new Object[keptAt.length];
    try {
      for (int i = 0; i < keptAt.length; i++) {
        values[i] = fitted(i, source);
      }
    } catch (UnfitException e) {
      throw unfit(e);
    }
    return Row.of(kept, values);
  }

  /** The kept columns that fit: for the image of a delete, which must not be lost for it. */
  Row rowOfWhatFits(Row source) {
    List<String> names = new ArrayList<>();
    List<@Nullable Object> values = new ArrayList<>();
    int unfit = 0;
    for (int i = 0; i < keptAt.length; i++) {
      try {
        values.add(fitted(i, source));
        names.add(kept.names().get(i));
      } catch (UnfitException e) {
        // Left out on purpose: the caller sees by the size that the image is not whole.
        unfit++;
      }
    }
    return unfit == 0
        ? Row.of(kept, values.toArray())
        : Row.of(Columns.of(names), values.toArray());
  }

  /** Whether {@code row} of {@link #rowOfWhatFits} holds all that is to be copied. */
  boolean isWhole(Row row) {
    return complete && mismatch == null && row.size() == keptAt.length;
  }

  private @Nullable Object fitted(int slot, Row source) throws UnfitException {
    Object value = source.get(keptAt[slot]);
    Fitter[] takers = fitters[slot];
    if (takers.length == 0) {
      return value;
    }
    for (int i = 1; i < takers.length; i++) {
      takers[i].fit(value);
    }
    return takers[0].fit(value);
  }

  private static Refusal unfit(UnfitException e) {
    return Refusal.inColumn(Reason.DOES_NOT_FIT, e.column(), String.valueOf(e.getMessage()));
  }
}
