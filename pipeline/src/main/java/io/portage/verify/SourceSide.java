package io.portage.verify;

import io.portage.config.AddedColumn;
import io.portage.config.AddedColumn.ConstantColumn;
import io.portage.config.AddedColumn.PropertyColumn;
import io.portage.config.TableConfig;
import io.portage.model.CanonicalText;
import io.portage.model.Columns;
import io.portage.model.Row;
import io.portage.model.RowKey;
import io.portage.model.event.SourceNames;
import io.portage.source.SourceDatabase;
import io.portage.target.TargetColumn;
import io.portage.target.TargetTable;
import io.portage.target.ValueDoesNotFitException;
import io.portage.target.fitting.ColumnFitter;
import io.portage.verify.compare.UndecidableException;
import io.portage.verify.rows.TableRows;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One source table of a target table: how its rows are read, and which of its keys belongs to a key
 * of the target. Not thread-safe.
 */
final class SourceSide {
  private final TableConfig config;
  private final SourceNames names;
  private final TableRows walk;
  private final TableRows byKey;
  private final TableRows keysOnly;
  private final List<ColumnFitter> sourceFitters;
  private final List<ColumnFitter> targetFitters;
  private final Columns keyColumns;

  /** The values of the added columns of the key, fitted; null at the places of other columns. */
  private final List<@Nullable Object> addedValues;

  private SourceSide(
      TableConfig config,
      SourceNames names,
      TableRows walk,
      TableRows byKey,
      TableRows keysOnly,
      List<ColumnFitter> sourceFitters,
      List<ColumnFitter> targetFitters,
      List<@Nullable Object> addedValues) {
    this.config = config;
    this.names = names;
    this.walk = walk;
    this.byKey = byKey;
    this.keysOnly = keysOnly;
    this.sourceFitters = sourceFitters;
    this.targetFitters = targetFitters;
    this.keyColumns = Columns.of(config.key());
    this.addedValues = addedValues;
  }

  /**
   * Describes a source table.
   *
   * @param keyTargets the target's columns of the key, in the order of {@code config.key()}
   * @throws UndecidableException if its rows cannot be found by their keys
   */
  static SourceSide of(
      Connection connection,
      SourceDatabase database,
      TableConfig config,
      List<TargetColumn> keyTargets,
      boolean named)
      throws SQLException, UndecidableException {
    String table = database.table(config.from());
    TargetTable described =
        database
            .dialect()
            .describe(connection, table)
            .orElseThrow(
                () ->
                    new UndecidableException(
                        "the source has no table "
                            + table
                            + ", or the user may not see it (source.jdbc.tables gives names)"));
    SourceNames names = named ? names(connection, database, table) : SourceNames.NONE;
    List<String> own = new ArrayList<>();
    List<ColumnFitter> sourceFitters = new ArrayList<>();
    List<ColumnFitter> targetFitters = new ArrayList<>();
    List<@Nullable Object> added = new ArrayList<>();
    for (int i = 0; i < config.key().size(); i++) {
      String name = config.key().get(i);
      AddedColumn value = config.route().added().get(name);
      if (value != null) {
        added.add(fitted(keyTargets.get(i), added(value, names, table)));
        continue;
      }
      TargetColumn column = described.columns().get(name);
      if (column == null) {
        throw new UndecidableException("the source's " + table + " has no key column " + name);
      }
      own.add(name);
      sourceFitters.add(ColumnFitter.of(column));
      targetFitters.add(ColumnFitter.of(keyTargets.get(i)));
      added.add(null);
    }
    if (own.isEmpty()) {
      throw new UndecidableException("no column of the source is in the key of " + table);
    }
    List<String> all = List.copyOf(described.columns().keySet());
    List<String> order = described.primaryKey().isEmpty() ? own : described.primaryKey();
    List<String> nullable = nullable(described, own);
    return new SourceSide(
        config,
        names,
        TableRows.of(connection, database.dialect(), table, all, order, nullable(described, order)),
        TableRows.of(connection, database.dialect(), table, all, own, nullable),
        TableRows.of(connection, database.dialect(), table, own, own, nullable),
        sourceFitters,
        targetFitters,
        added);
  }

  private static List<String> nullable(TargetTable table, List<String> names) {
    return names.stream()
        .filter(
            name -> {
              TargetColumn column = table.columns().get(name);
              return column != null && column.nullable();
            })
        .toList();
  }

  private static SourceNames names(Connection connection, SourceDatabase database, String table)
      throws SQLException {
    int dot = table.indexOf('.');
    String first = dot < 0 ? null : table.substring(0, dot);
    String last = table.substring(dot + 1);
    return database.dialect().name().equals("postgresql")
        ? new SourceNames(connection.getCatalog(), first, last)
        : new SourceNames(first == null ? connection.getCatalog() : first, null, last);
  }

  private static @Nullable Object added(AddedColumn column, SourceNames names, String table)
      throws UndecidableException {
    if (column instanceof ConstantColumn constant) {
      return constant.value();
    }
    return switch (((PropertyColumn) column).property()) {
      case DATABASE -> names.database();
      case SCHEMA -> names.schema();
      case TABLE -> names.table() == null ? table : names.table();
      case TOPIC, PARTITION, OFFSET, RECORD, TS ->
          throw new UndecidableException(
              "the key contains a property of the record, which a row of the source does not have");
    };
  }

  private static Object fitted(TargetColumn column, @Nullable Object value)
      throws UndecidableException {
    try {
      if (value != null) {
        return ColumnFitter.of(column).fitKey(value);
      }
    } catch (ValueDoesNotFitException unfit) {
      throw new UndecidableException("an added column of the key: " + unfit.getMessage());
    }
    throw new UndecidableException("an added column of the key has no value");
  }

  TableConfig config() {
    return config;
  }

  SourceNames names() {
    return names;
  }

  /** The whole rows in the order of the source's own key. */
  TableRows walk() {
    return walk;
  }

  /** The whole rows by the columns of the configured key that the source has. */
  TableRows byKey() {
    return byKey;
  }

  /** As {@link #byKey}, but only the key's columns. */
  TableRows keysOnly() {
    return keysOnly;
  }

  /**
   * Returns the source's values for a key of the target; null if the key belongs to another source.
   *
   * @throws UndecidableException if the values cannot be known
   */
  @Nullable List<Object> sourceKey(Row key) throws UndecidableException {
    List<Object> values = new ArrayList<>(sourceFitters.size());
    for (int i = 0; i < key.size(); i++) {
      Object value = key.get(i);
      Object added = addedValues.get(i);
      if (added != null) {
        if (!RowKey.isSame(added, value)) {
          return null;
        }
        continue;
      }
      ColumnFitter fitter = sourceFitters.get(values.size());
      try {
        Object plain = value instanceof CanonicalText text ? text.text() : value;
        Object fitted = fitter.fit(plain);
        if (fitted == null) {
          throw new UndecidableException("a key without a value");
        }
        values.add(fitted);
      } catch (ValueDoesNotFitException unfit) {
        throw new UndecidableException(
            "the source's key cannot be told from the target's: " + unfit.getMessage());
      }
    }
    return values;
  }

  /** Returns the target's key of a row of {@link #keysOnly}; null if a value does not fit. */
  @Nullable Row targetKey(Row row) {
    @Nullable Object[] values = new Object[keyColumns.size()];
    int own = 0;
    try {
      for (int i = 0; i < values.length; i++) {
        Object added = addedValues.get(i);
        Object value = added == null ? row.get(own) : added;
        if (value == null) {
          return null;
        }
        values[i] = added == null ? targetFitters.get(own++).fitKey(value) : added;
      }
    } catch (ValueDoesNotFitException unfit) {
      return null;
    }
    return Row.of(keyColumns, values);
  }

  /** Returns the values of {@code names} for messages about a row whose key does not fit. */
  static Row keyOf(TableRows rows, Row row) {
    @Nullable Object[] values = new Object[rows.key().size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = row.get(rows.key().get(i));
    }
    return Row.of(Columns.of(rows.key()), values);
  }
}
