package io.portage.normalize;

import io.portage.config.ColumnDrift.UnknownColumns;
import io.portage.config.TableConfig;
import io.portage.model.Columns;
import io.portage.model.Reason;
import io.portage.model.RejectedChangeException;
import io.portage.model.Row;
import io.portage.model.RowKey;
import io.portage.target.TargetColumn;
import io.portage.target.TargetTable;
import io.portage.target.TypeFamily;
import io.portage.target.ValueDoesNotFitException;
import io.portage.target.fitting.ColumnFitter;
import io.portage.target.source.SourceValueInterpreter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Maps source rows with one list of columns to target rows; computed once, so that a row costs no
 * look-up by name.
 */
final class SourceRowMapper {
  private static final ColumnFitter[] NONE = {};
  private static final Set<String> DECIMAL_OBJECT = Set.of("scale", "value");

  private final SourceValueInterpreter values;
  private final Columns keyColumns;
  private final int[] keyAt;
  private final ColumnFitter[] keyFitters;
  private final Columns kept;
  private final int[] keptAt;

  /**
   * For each kept column: its fitters. A single fitter gives the value; with several, all of them
   * must accept it, and the value stays as decoded until Enrich fits it to each column.
   */
  private final ColumnFitter[][] fitters;

  /** For each kept column: the target columns whose type decides how its value is interpreted. */
  private final TargetColumn[][] typeColumns;

  /** The error for the first column that the target does not have, or null. */
  private final @Nullable RejectedChangeException mismatch;

  private final boolean complete;

  /** The columns that a full row needs and that {@code source} does not have. */
  private final List<String> missing;

  private final UnknownValues unknown;

  /** True if every column of the source has a column of the target. */
  private final boolean isWithoutLoss;

  /**
   * A mapper for rows with the columns {@code source}.
   *
   * @param values interprets the rows' values
   * @param fitting returns the fitters of columns outside the key
   * @throws RejectedChangeException if the target has no column for the key
   */
  SourceRowMapper(
      Columns source,
      TableConfig table,
      ColumnProjection projection,
      TargetTable target,
      SourceValueInterpreter values,
      Function<TargetColumn, ColumnFitter> fitting)
      throws RejectedChangeException {
    this.values = values;
    this.keyColumns = Columns.of(table.key());
    this.keyAt = new int[table.key().size()];
    this.keyFitters = new ColumnFitter[keyAt.length];
    for (int i = 0; i < keyAt.length; i++) {
      String name = table.key().get(i);
      String to = projection.targetsOf(name).get(0);
      TargetColumn column = target.column(to);
      if (column == null) {
        throw SchemaMismatch.noTargetColumn(target, to);
      }
      keyAt[i] = source.indexOf(name);
      keyFitters[i] = ColumnFitter.of(column);
    }
    List<String> keptNames = new ArrayList<>();
    List<ColumnFitter[]> keptFitters = new ArrayList<>();
    List<TargetColumn[]> keptTypes = new ArrayList<>();
    RejectedChangeException firstMismatch = null;
    for (String name : source.names()) {
      List<ColumnFitter> columnFitters = new ArrayList<>();
      for (String to : projection.targetsOf(name)) {
        TargetColumn column = target.column(to);
        if (column == null) {
          if (!projection.copiesAll() && firstMismatch == null) {
            firstMismatch = SchemaMismatch.noTargetColumn(target, to);
          }
        } else if (column.generatedAlways() && !table.key().contains(name)) {
          firstMismatch =
              firstMismatch == null ? SchemaMismatch.generatedColumn(target, to) : firstMismatch;
        } else if (!column.generated()) {
          columnFitters.add(fitting.apply(column));
        }
      }
      if (!columnFitters.isEmpty() || projection.isInput(name)) {
        keptNames.add(name);
        keptFitters.add(columnFitters.toArray(NONE));
        keptTypes.add(typeColumns(columnFitters, projection.selectedFor(name), target));
      }
    }
    this.keptAt = keptNames.stream().mapToInt(source::indexOf).toArray();
    this.unknown = unknown(source, table, projection, target, fitting);
    ColumnFitter collects = unknown.json();
    String json = table.unknownColumns().jsonColumn();
    if (collects == null && json != null) {
      firstMismatch = SchemaMismatch.noTargetColumn(target, json);
    }
    if (collects != null) {
      keptNames.add(collects.column().name());
    }
    this.kept = Columns.of(keptNames);
    this.fitters = keptFitters.toArray(new ColumnFitter[0][]);
    this.typeColumns = keptTypes.toArray(new TargetColumn[0][]);
    this.mismatch = firstMismatch;
    this.complete = source.names().containsAll(projection.copied());
    this.isWithoutLoss =
        unknown.names().isEmpty()
            || collects != null
            || table.unknownColumns().equals(UnknownColumns.IGNORE);
    this.missing =
        projection.needed(target).stream().filter(name -> source.indexOf(name) < 0).toList();
  }

  private static UnknownValues unknown(
      Columns source,
      TableConfig table,
      ColumnProjection projection,
      TargetTable target,
      Function<TargetColumn, ColumnFitter> fitting) {
    List<String> names =
        source.names().stream().filter(name -> projection.isUnknown(name, target)).toList();
    String json = table.unknownColumns().jsonColumn();
    TargetColumn column = json == null ? null : target.column(json);
    return UnknownValues.of(names, source.names(), column == null ? null : fitting.apply(column));
  }

  private static TargetColumn[] typeColumns(
      List<ColumnFitter> columnFitters, List<String> selectedFor, TargetTable target) {
    List<TargetColumn> typeColumns = new ArrayList<>();
    columnFitters.forEach(fitter -> typeColumns.add(fitter.column()));
    for (String name : selectedFor) {
      TargetColumn column = target.column(name);
      if (column != null && !column.generated()) {
        typeColumns.add(column);
      }
    }
    return typeColumns.toArray(new TargetColumn[0]);
  }

  /**
   * Returns true if {@code source} has another value than the fitted {@code key} in a key column. A
   * value that does not fit differs; null and absent values do not.
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

  /**
   * Returns true if both rows have the same key before fitting; {@code other} is the mapper of the
   * second row.
   */
  boolean hasSameKey(Row source, SourceRowMapper other, Row otherSource) {
    for (int i = 0; i < keyAt.length; i++) {
      Object value = keyAt[i] < 0 ? null : source.get(keyAt[i]);
      if (value == null || !value.equals(otherSource.get(other.keyAt[i]))) {
        return false;
      }
    }
    return true;
  }

  /** Returns the fitted key. */
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
              "the key column "
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

  /** Returns the columns that a full row needs and that rows of this mapper do not have. */
  List<String> missing() {
    return missing;
  }

  /** Returns the columns of this mapper's rows that no column of the target takes. */
  List<String> unknown() {
    return unknown.names();
  }

  /** Returns the kept columns, fitted. Fails if one does not fit. */
  Row row(Row source) throws RejectedChangeException {
    if (mismatch != null) {
      throw mismatch;
    }
    @Nullable Object[] fitted = new Object[kept.size()];
    try {
      for (int i = 0; i < fitted.length; i++) {
        fitted[i] = fitted(i, source);
      }
    } catch (ValueDoesNotFitException e) {
      throw valueDoesNotFit(e);
    }
    return Row.of(kept, fitted);
  }

  /**
   * Returns the kept columns that fit: for the image of a delete, which is not rejected for its
   * image.
   */
  Row fittingColumnsOf(Row source) {
    List<String> names = new ArrayList<>();
    List<@Nullable Object> fitting = new ArrayList<>();
    int notFitting = 0;
    for (int i = 0; i < kept.size(); i++) {
      try {
        fitting.add(fitted(i, source));
        names.add(kept.names().get(i));
      } catch (ValueDoesNotFitException e) {
        // Left out: the caller detects an incomplete image by its size.
        notFitting++;
      }
    }
    return notFitting == 0
        ? Row.of(kept, fitting.toArray())
        : Row.of(Columns.of(names), fitting.toArray());
  }

  /**
   * Returns true if {@code row}, from {@link #fittingColumnsOf}, has all columns that are copied.
   */
  boolean isWhole(Row row) {
    return complete && mismatch == null && isWithoutLoss && row.size() == kept.size();
  }

  private @Nullable Object fitted(int slot, Row source) throws ValueDoesNotFitException {
    ColumnFitter collects = unknown.json();
    if (slot == keptAt.length && collects != null) {
      return unknown.collected(source, collects);
    }
    ColumnFitter[] columnFitters = fitters[slot];
    Object value = read(slot, source.get(keptAt[slot]));
    if (columnFitters.length == 0) {
      return value;
    }
    Object fitted = columnFitters[0].fit(value);
    for (int i = 1; i < columnFitters.length; i++) {
      columnFitters[i].fit(value);
    }
    return columnFitters.length == 1 ? fitted : value;
  }

  /** Returns the value as interpreted for the first target column that interprets it otherwise. */
  private @Nullable Object read(int slot, @Nullable Object value) throws ValueDoesNotFitException {
    if (value != null) {
      for (TargetColumn typeColumn : typeColumns[slot]) {
        Object read = values.read(typeColumn, value);
        if (read != value) {
          return read;
        }
      }
    }
    return value;
  }

  /**
   * Returns the row for a condition: decimals without a schema are numbers if the source's
   * configuration and a target column define them so; all other values are as decoded.
   */
  Row rowForCondition(Row source) {
    @Nullable Object[] converted = null;
    for (int i = 0; i < keptAt.length; i++) {
      Object value = source.get(keptAt[i]);
      if (isDecimal(value, typeColumns[i])) {
        Object read = readOrSame(i, value);
        if (read != value) {
          converted = converted == null ? values(source) : converted;
          converted[keptAt[i]] = read;
        }
      }
    }
    return converted == null ? source : Row.of(source.columns(), converted);
  }

  /**
   * Returns a hint for a condition that failed on the text or the object in {@code column}; null if
   * there is none.
   *
   * @param isTyped true if the row came with a schema
   */
  @Nullable String advice(Row source, String column, boolean isTyped) {
    Object value = source.get(column);
    if (!(value instanceof String)
        && !(value instanceof Map<?, ?> object && object.keySet().equals(DECIMAL_OBJECT))) {
      return null;
    }
    int slot = kept.indexOf(column);
    if (slot < 0 || slot >= keptAt.length || typeColumns[slot].length == 0) {
      return isTyped
          ? null
          : "the message has no schema part, and no target column gives the type of "
              + column
              + "; if it is a decimal, set the connector and source.debezium.decimal to string"
              + " and write decimal(row."
              + column
              + "), or send the schema part";
    }
    if (!isDecimal(value, typeColumns[slot])) {
      return null;
    }
    try {
      return read(slot, value) == value
          ? column + " is a number written as text: write decimal(row." + column + ")"
          : null;
    } catch (ValueDoesNotFitException e) {
      return e.getMessage();
    }
  }

  private static boolean isDecimal(@Nullable Object value, TargetColumn[] typeColumns) {
    if (value instanceof String || value instanceof Map) {
      for (TargetColumn typeColumn : typeColumns) {
        if (typeColumn.family() == TypeFamily.DECIMAL || typeColumn.family() == TypeFamily.MONEY) {
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
      // The condition may not read it; if it does and fails, advice() reports the cause.
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
