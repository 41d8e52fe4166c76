package io.portage.normalize;

import io.portage.config.TableConfig;
import io.portage.model.Columns;
import io.portage.model.Reason;
import io.portage.model.Row;
import io.portage.model.RowKey;
import io.portage.target.TargetColumn;
import io.portage.target.TargetTable;
import io.portage.target.ValueDoesNotFitException;
import io.portage.target.fitting.ColumnFitter;
import io.portage.target.source.SourceValueInterpreter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How source rows with one list of columns are read: computed once, so that a row costs no look-up
 * by name.
 */
final class SourceRowMapper {
  private static final ColumnFitter[] NONE = {};

  private final SourceValueInterpreter values;
  private final Columns keyColumns;
  private final int[] keyAt;
  private final ColumnFitter[] keyFitters;
  private final Columns kept;
  private final int[] keptAt;

  /**
   * For each kept column: its fitters. One gives the value; where there are more, they all must
   * take it, and it stays as decoded until Enrich fits it to each.
   */
  private final ColumnFitter[][] fitters;

  /** For each kept column: the target columns that tell what its value stands for. */
  private final TargetColumn[][] tellers;

  /** The first column that the target lacks. */
  private final @Nullable RejectedChangeException mismatch;

  private final boolean complete;

  /** The columns that a row which is told whole needs, and that this one lacks. */
  private final List<String> missing;

  private SourceRowMapper(
      SourceValueInterpreter values,
      Columns keyColumns,
      int[] keyAt,
      ColumnFitter[] keyFitters,
      Columns kept,
      int[] keptAt,
      ColumnFitter[][] fitters,
      TargetColumn[][] tellers,
      @Nullable RejectedChangeException mismatch,
      boolean complete,
      List<String> missing) {
    this.values = values;
    this.keyColumns = keyColumns;
    this.keyAt = keyAt;
    this.keyFitters = keyFitters;
    this.kept = kept;
    this.keptAt = keptAt;
    this.fitters = fitters;
    this.tellers = tellers;
    this.mismatch = mismatch;
    this.complete = complete;
    this.missing = missing;
  }

  /**
   * The plan for rows of {@code source}.
   *
   * @param values tells what the rows' values stand for
   * @param fitting gives the fitters of columns that are not the key's
   * @throws RejectedChangeException when the target has no column for the key
   */
  static SourceRowMapper of(
      Columns source,
      TableConfig table,
      ColumnProjection selection,
      TargetTable target,
      SourceValueInterpreter values,
      Function<TargetColumn, ColumnFitter> fitting)
      throws RejectedChangeException {
    int keys = table.key().size();
    int[] keyAt = new int[keys];
    ColumnFitter[] keyFitters = new ColumnFitter[keys];
    for (int i = 0; i < keys; i++) {
      String name = table.key().get(i);
      String to = selection.targetsOf(name).get(0);
      TargetColumn column = target.column(to);
      if (column == null) {
        throw lacks(target, to);
      }
      keyAt[i] = source.indexOf(name);
      keyFitters[i] = ColumnFitter.of(column);
    }
    List<String> kept = new ArrayList<>();
    List<ColumnFitter[]> fitters = new ArrayList<>();
    List<TargetColumn[]> tellers = new ArrayList<>();
    RejectedChangeException mismatch = null;
    for (String name : source.names()) {
      List<ColumnFitter> takers = new ArrayList<>();
      for (String to : selection.targetsOf(name)) {
        TargetColumn column = target.column(to);
        if (column == null) {
          mismatch = mismatch == null ? lacks(target, to) : mismatch;
        } else if (column.generatedAlways() && !table.key().contains(name)) {
          mismatch = mismatch == null ? generatedColumn(target, to) : mismatch;
        } else if (!column.generated()) {
          takers.add(fitting.apply(column));
        }
      }
      if (!takers.isEmpty() || selection.isInput(name)) {
        kept.add(name);
        fitters.add(takers.toArray(NONE));
        tellers.add(tellers(takers, selection.selectedFor(name), target));
      }
    }
    return new SourceRowMapper(
        values,
        Columns.of(table.key()),
        keyAt,
        keyFitters,
        Columns.of(kept),
        kept.stream().mapToInt(source::indexOf).toArray(),
        fitters.toArray(new ColumnFitter[0][]),
        tellers.toArray(new TargetColumn[0][]),
        mismatch,
        source.names().containsAll(selection.copied()),
        selection.needed(target).stream().filter(name -> source.indexOf(name) < 0).toList());
  }

  private static TargetColumn[] tellers(
      List<ColumnFitter> takers, List<String> selectedFor, TargetTable target) {
    List<TargetColumn> tellers = new ArrayList<>();
    takers.forEach(taker -> tellers.add(taker.column()));
    for (String name : selectedFor) {
      TargetColumn column = target.column(name);
      if (column != null && !column.generated()) {
        tellers.add(column);
      }
    }
    return tellers.toArray(new TargetColumn[0]);
  }

  private static RejectedChangeException lacks(TargetTable target, String column) {
    return RejectedChangeException.inColumn(
        Reason.SCHEMA_MISMATCH,
        column,
        "the target's table " + target.name() + " has no column " + column);
  }

  private static RejectedChangeException generatedColumn(TargetTable target, String column) {
    return RejectedChangeException.inColumn(
        Reason.SCHEMA_MISMATCH,
        column,
        "the column "
            + column
            + " takes no updates (ALTER TABLE "
            + target.name()
            + " ALTER COLUMN "
            + column
            + " SET GENERATED BY DEFAULT)");
  }

  /**
   * Whether {@code source} shows another value than the fitted {@code key} in a column of the key;
   * a value that does not fit is another one, null and what is absent show nothing.
   */
  boolean differs(Row source, Row key) {
    for (int i = 0; i < keyAt.length; i++) {
      Object value = keyAt[i] < 0 ? null : source.get(keyAt[i]);
      if (value != null && !isSame(keyFitters[i], value, key.get(i))) {
        return true;
      }
    }
    return false;
  }

  private boolean isSame(ColumnFitter fitter, Object value, @Nullable Object fitted) {
    try {
      return RowKey.isSame(fitter.fitKey(values.read(fitter.column(), value)), fitted);
    } catch (ValueDoesNotFitException e) {
      return false;
    }
  }

  /** Whether both rows show the same key, before any fitting; {@code other} is of another plan. */
  boolean hasSameKey(Row source, SourceRowMapper other, Row otherSource) {
    for (int i = 0; i < keyAt.length; i++) {
      Object value = keyAt[i] < 0 ? null : source.get(keyAt[i]);
      if (value == null || !value.equals(otherSource.get(other.keyAt[i]))) {
        return false;
      }
    }
    return true;
  }

  /** The key, fitted. */
  Row key(Row source) throws RejectedChangeException {
    @Nullable Object[] fitted = new Object[keyAt.length];
    try {
      for (int i = 0; i < keyAt.length; i++) {
        Object value = keyAt[i] < 0 ? null : source.get(keyAt[i]);
        if (value == null) {
          String name = keyColumns.names().get(i);
          throw RejectedChangeException.inColumn(
              Reason.MISSING_KEY,
              name,
              "the key's column "
                  + name
                  + (keyAt[i] < 0
                      ? " is missing; there are: " + source.columns().shown()
                      : " is null"));
        }
        fitted[i] = keyFitters[i].fitKey(values.read(keyFitters[i].column(), value));
      }
    } catch (ValueDoesNotFitException e) {
      throw valueDoesNotFit(e);
    }
    return Row.of(keyColumns, fitted);
  }

  /** The columns that a row needs which is told whole, and that rows of this plan lack. */
  List<String> missing() {
    return missing;
  }

  /** The kept columns, fitted; all or nothing. */
  Row row(Row source) throws RejectedChangeException {
    if (mismatch != null) {
      throw mismatch;
    }
    @Nullable Object[] fitted = new Object[keptAt.length];
    try {
      for (int i = 0; i < keptAt.length; i++) {
        fitted[i] = fitted(i, source);
      }
    } catch (ValueDoesNotFitException e) {
      throw valueDoesNotFit(e);
    }
    return Row.of(kept, fitted);
  }

  /** The kept columns that fit: for the image of a delete, which must not be lost for it. */
  Row fittingColumnsOf(Row source) {
    List<String> names = new ArrayList<>();
    List<@Nullable Object> fitting = new ArrayList<>();
    int unfit = 0;
    for (int i = 0; i < keptAt.length; i++) {
      try {
        fitting.add(fitted(i, source));
        names.add(kept.names().get(i));
      } catch (ValueDoesNotFitException e) {
        // Left out on purpose: the caller sees by the size that the image is not whole.
        unfit++;
      }
    }
    return unfit == 0
        ? Row.of(kept, fitting.toArray())
        : Row.of(Columns.of(names), fitting.toArray());
  }

  /** Whether {@code row} of {@link #fittingColumnsOf} holds all that is to be copied. */
  boolean isWhole(Row row) {
    return complete && mismatch == null && row.size() == keptAt.length;
  }

  private @Nullable Object fitted(int slot, Row source) throws ValueDoesNotFitException {
    ColumnFitter[] takers = fitters[slot];
    Object value = read(slot, source.get(keptAt[slot]));
    if (takers.length == 0) {
      return value;
    }
    Object fitted = takers[0].fit(value);
    for (int i = 1; i < takers.length; i++) {
      takers[i].fit(value);
    }
    return takers.length == 1 ? fitted : value;
  }

  /** What the value stands for, by the first column for which it is something else. */
  private @Nullable Object read(int slot, @Nullable Object value) throws ValueDoesNotFitException {
    if (value != null) {
      for (TargetColumn teller : tellers[slot]) {
        Object read = values.read(teller, value);
        if (read != value) {
          return read;
        }
      }
    }
    return value;
  }

  /**
   * The row as a condition sees it: decimals without a schema are numbers where the source's
   * configuration and a target column tell which; all else is as decoded.
   */
  Row rowForCondition(Row source) {
    @Nullable Object[] told = null;
    for (int i = 0; i < keptAt.length; i++) {
      Object value = source.get(keptAt[i]);
      if (isDecimal(value, tellers[i])) {
        Object read = readOrSame(i, value);
        if (read != value) {
          told = told == null ? values(source) : told;
          told[keptAt[i]] = read;
        }
      }
    }
    return told == null ? source : Row.of(source.columns(), told);
  }

  /**
   * What would help a condition that cannot do with the text, or the object, in {@code column};
   * null where nothing is known.
   *
   * @param isTyped whether the row comes with a schema
   */
  @Nullable String advice(Row source, String column, boolean isTyped) {
    Object value = source.get(column);
    if (!(value instanceof String) && !(value instanceof Map)) {
      return null;
    }
    int slot = kept.indexOf(column);
    if (slot < 0 || tellers[slot].length == 0) {
      return isTyped
          ? null
          : "the message has no schema part, and no column of the target tells what "
              + column
              + " is; if it is a decimal, let the connector and source.debezium.decimal say string"
              + " and write decimal(row."
              + column
              + "), or send the schema part";
    }
    if (!isDecimal(value, tellers[slot])) {
      return null;
    }
    try {
      return read(slot, value) == value
          ? column + " is text that stands for a number: write decimal(row." + column + ")"
          : null;
    } catch (ValueDoesNotFitException e) {
      return e.getMessage();
    }
  }

  private static boolean isDecimal(@Nullable Object value, TargetColumn[] tellers) {
    if (value instanceof String || value instanceof Map) {
      for (TargetColumn teller : tellers) {
        if (teller.type().equals("numeric") || teller.type().equals("money")) {
          return true;
        }
      }
    }
    return false;
  }

  private @Nullable Object readOrSame(int slot, @Nullable Object value) {
    try {
      return read(slot, value);
    } catch (ValueDoesNotFitException e) {
      // The condition may do without it; where it cannot, advice() says this.
      return value;
    }
  }

  private static @Nullable Object[] values(Row row) {
    @Nullable Object[] values = new Object[row.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = row.get(i);
    }
    return values;
  }

  private static RejectedChangeException valueDoesNotFit(ValueDoesNotFitException e) {
    return RejectedChangeException.inColumn(
        Reason.DOES_NOT_FIT, e.column(), String.valueOf(e.getMessage()));
  }
}
