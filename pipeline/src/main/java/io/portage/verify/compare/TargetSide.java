package io.portage.verify.compare;

import io.portage.config.AddedColumn;
import io.portage.config.AddedColumn.PropertyColumn;
import io.portage.config.ColumnConfig;
import io.portage.config.TableConfig;
import io.portage.config.TableConfig.MetadataColumns;
import io.portage.expression.ColumnMapping;
import io.portage.expression.ColumnMapping.MappedColumn;
import io.portage.model.Columns;
import io.portage.model.Row;
import io.portage.model.RowKey;
import io.portage.model.Version;
import io.portage.target.Dialect;
import io.portage.target.TargetColumn;
import io.portage.target.TargetTable;
import io.portage.target.ValueDoesNotFitException;
import io.portage.target.fitting.ColumnFitter;
import io.portage.verify.position.SnapshotBounds;
import io.portage.verify.rows.TableRows;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One target table: how its rows are read and compared. Not thread-safe. */
public final class TargetSide {
  private final TargetTable table;
  private final Dialect dialect;
  private final List<TargetColumn> key;
  private final Columns keyColumns;
  private final TableRows rows;
  private final TableRows keysOnly;
  private final int[] keyAt;
  private final int versionAt;
  private final int deletedAt;

  /** The fitter of each column of {@link #rows}; null for columns that are not compared. */
  private final @Nullable ColumnFitter[] fitters;

  private final Set<String> lookups;

  /** The last columns of expected rows, and their places in {@link #rows}; -1: not compared. */
  private @Nullable Columns lastExpected;

  private int[] places = {};

  private TargetSide(
      Connection connection,
      Dialect dialect,
      TargetTable table,
      TableConfig config,
      List<TargetColumn> key)
      throws SQLException {
    this.table = table;
    this.dialect = dialect;
    this.key = key;
    this.keyColumns = Columns.of(config.key());
    MetadataColumns metadata = config.metadata();
    Set<String> skipped = skipped(config);
    LinkedHashSet<String> read = new LinkedHashSet<>();
    key.forEach(column -> read.add(column.name()));
    read.add(metadata.version());
    if (metadata.deleted() != null) {
      read.add(metadata.deleted());
    }
    LinkedHashSet<String> keysAndMetadata = new LinkedHashSet<>(read);
    table.columns().values().stream()
        .filter(column -> !column.generated() && !skipped.contains(column.name()))
        .forEach(column -> read.add(column.name()));
    String name = table.canonical();
    List<String> keyNames = key.stream().map(TargetColumn::name).toList();
    List<String> nullable =
        key.stream().filter(TargetColumn::nullable).map(TargetColumn::name).toList();
    this.rows = TableRows.of(connection, dialect, name, List.copyOf(read), keyNames, nullable);
    this.keysOnly =
        TableRows.of(connection, dialect, name, List.copyOf(keysAndMetadata), keyNames, nullable);
    Columns all = rows.columns();
    this.keyAt = keyNames.stream().mapToInt(all::indexOf).toArray();
    this.versionAt = all.indexOf(metadata.version());
    this.deletedAt = metadata.deleted() == null ? -1 : all.indexOf(metadata.deleted());
    this.fitters = new ColumnFitter[all.size()];
    for (int i = 0; i < fitters.length; i++) {
      if (i != versionAt && i != deletedAt) {
        TargetColumn column = table.columns().get(all.names().get(i));
        fitters[i] = column == null ? null : ColumnFitter.of(column);
      }
    }
    this.lookups = lookups(config);
  }

  /**
   * Describes a target table.
   *
   * @param config the configuration of any source of the table, with its key
   * @throws UndecidableException if the table lacks a column that the job needs
   */
  public static TargetSide of(
      Connection connection, Dialect dialect, TargetTable table, TableConfig config)
      throws SQLException, UndecidableException {
    List<TargetColumn> key = new ArrayList<>();
    for (String source : config.key()) {
      key.add(column(table, keyColumn(config, source)));
    }
    column(table, config.metadata().version());
    return new TargetSide(connection, dialect, table, config, List.copyOf(key));
  }

  private static TargetColumn column(TargetTable table, String name) throws UndecidableException {
    TargetColumn column = table.column(name);
    if (column == null) {
      throw new UndecidableException("the target's " + table.name() + " has no column " + name);
    }
    return column;
  }

  private static String keyColumn(TableConfig config, String source) {
    if (config.columns() != null) {
      for (Map.Entry<String, ColumnConfig> column : config.columns().entrySet()) {
        if (column.getValue() instanceof ColumnConfig.CopiedColumn copied
            && copied.from().equals(source)) {
          return column.getKey();
        }
      }
    }
    return source;
  }

  /** Returns the columns that Portage keeps itself, and those that come from the record. */
  private static Set<String> skipped(TableConfig config) {
    Set<String> skipped = new HashSet<>();
    MetadataColumns metadata = config.metadata();
    for (String name :
        new String[] {metadata.sourceTime(), metadata.appliedTime(), metadata.sourcePosition()}) {
      if (name != null) {
        skipped.add(name);
      }
    }
    Set<String> ofRecord = new HashSet<>();
    config.route().added().forEach((name, added) -> addIfOfRecord(ofRecord, name, added));
    if (config.columns() == null) {
      skipped.addAll(ofRecord);
    } else if (!ofRecord.isEmpty()) {
      for (MappedColumn column : ColumnMapping.of(config).columns()) {
        if (column.readsWholeRow() || column.inputs().stream().anyMatch(ofRecord::contains)) {
          skipped.add(column.name());
        }
      }
    }
    return skipped;
  }

  private static void addIfOfRecord(Set<String> ofRecord, String name, AddedColumn added) {
    if (added instanceof PropertyColumn property) {
      switch (property.property()) {
        case TOPIC, PARTITION, OFFSET, RECORD, TS -> ofRecord.add(name);
        case DATABASE, SCHEMA, TABLE -> {
          // known of a row of the source, too
        }
      }
    }
  }

  private static Set<String> lookups(TableConfig config) {
    Set<String> lookups = new HashSet<>();
    if (config.columns() != null) {
      config
          .columns()
          .forEach(
              (name, column) -> {
                if (column instanceof ColumnConfig.LookupColumn) {
                  lookups.add(name);
                }
              });
    }
    return lookups;
  }

  /** Returns the table. */
  public TargetTable table() {
    return table;
  }

  /** Returns the columns of the key, in the order of the configuration. */
  public List<TargetColumn> key() {
    return key;
  }

  /** The rows with their compared columns. */
  public TableRows rows() {
    return rows;
  }

  /** The rows with key and metadata only. */
  public TableRows keysOnly() {
    return keysOnly;
  }

  /** Returns true if all these columns are looked up. */
  public boolean areLookups(List<String> columns) {
    return lookups.containsAll(columns);
  }

  /** Returns the values by which rows of the target are found. */
  public static List<Object> values(Row key) {
    List<Object> values = new ArrayList<>(key.size());
    for (int i = 0; i < key.size(); i++) {
      values.add(java.util.Objects.requireNonNull(key.get(i)));
    }
    return values;
  }

  /** Interprets a row of {@link #rows}. */
  TargetRow interpret(Row raw) {
    @Nullable Object[] values = new Object[raw.size()];
    for (int i = 0; i < values.length; i++) {
      ColumnFitter fitter = fitters[i];
      values[i] = fitter == null ? raw.get(i) : RowComparer.fitted(fitter, raw.get(i));
    }
    return new TargetRow(
        key(raw), Row.of(raw.columns(), values), version(raw), isDeleted(raw, deletedAt));
  }

  /** Visits the rows with NULL in their key that are not deleted, without values. */
  void visitNullKeys(Connection connection, Consumer<TargetRow> visitor) throws SQLException {
    keysOnly.withNullKey(
        connection,
        raw -> {
          if (!isDeleted(raw, deletedAt)) {
            visitor.accept(new TargetRow(nullableKey(raw), Row.empty(), version(raw), false));
          }
          return true;
        });
  }

  private Row nullableKey(Row raw) {
    @Nullable Object[] values = new Object[keyAt.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = raw.get(keyAt[i]);
    }
    return Row.of(keyColumns, values);
  }

  /** Returns the key of a row of {@link #keysOnly} that is not deleted; null if it is. */
  public @Nullable Row aliveKey(Row raw) {
    return isDeleted(raw, deletedAt) ? null : key(raw);
  }

  private Row key(Row raw) {
    @Nullable Object[] values = new Object[keyAt.length];
    for (int i = 0; i < values.length; i++) {
      Object value = java.util.Objects.requireNonNull(raw.get(keyAt[i]), "a key has no null");
      try {
        values[i] = ColumnFitter.of(key.get(i)).fitKey(value);
      } catch (ValueDoesNotFitException stored) {
        values[i] = value;
      }
    }
    return Row.of(keyColumns, values);
  }

  private @Nullable Version version(Row raw) {
    Object version = raw.get(versionAt);
    if (version instanceof Long number) {
      return Version.ofNumber(BigDecimal.valueOf(number));
    }
    return version instanceof BigDecimal number ? Version.ofNumber(number) : null;
  }

  private static boolean isDeleted(Row raw, int at) {
    Object deleted = at < 0 ? null : raw.get(at);
    return Boolean.TRUE.equals(deleted) || (deleted instanceof Long number && number != 0);
  }

  /**
   * Returns the greatest version of a table's row that the snapshot surely contains, and that is
   * not one of a connector's first snapshot; null if there is none. Reads all rows' versions.
   */
  public @Nullable Version newestVersion(Connection connection, SnapshotBounds bounds, int epoch)
      throws SQLException {
    Optional<Version> limit = bounds.firstNotSeen(epoch);
    if (limit.isEmpty()) {
      return null;
    }
    String version = dialect.quoted(rows.columns().names().get(versionAt));
    String sql =
        "SELECT max("
            + version
            + ") FROM "
            + dialect.qualified(table.canonical())
            + " WHERE "
            + version
            + " < ?";
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setBigDecimal(1, new BigDecimal(limit.get().toNumber()));
      try (ResultSet result = statement.executeQuery()) {
        BigDecimal newest = result.next() ? result.getBigDecimal(1) : null;
        return newest == null ? null : Version.ofNumber(newest);
      }
    }
  }

  /** Returns the columns in which a row differs from what the job would write; empty if none. */
  public List<String> differing(Row expected, TargetRow actual) {
    List<String> differing = List.of();
    int[] at = places(expected.columns());
    for (int i = 0; i < at.length; i++) {
      if (at[i] >= 0) {
        ColumnFitter fitter = fitters[at[i]];
        if (fitter != null
            && !RowComparer.same(fitter.column(), expected.get(i), actual.values().get(at[i]))) {
          differing = differing.isEmpty() ? new ArrayList<>() : differing;
          differing.add(expected.columns().names().get(i));
        }
      }
    }
    return differing;
  }

  /** Returns the compared columns that a row does not have; key columns are not among them. */
  public List<String> unknownOf(Row expected) {
    List<String> unknown = new ArrayList<>();
    for (int i = 0; i < fitters.length; i++) {
      String name = rows.columns().names().get(i);
      if (fitters[i] != null && !rows.key().contains(name) && !expected.has(name)) {
        unknown.add(name);
      }
    }
    return unknown;
  }

  private int[] places(Columns expected) {
    if (!expected.equals(lastExpected)) {
      places = expected.names().stream().mapToInt(rows.columns()::indexOf).toArray();
      lastExpected = expected;
    }
    return places;
  }

  /** Reads the rows with these keys, by their identity. A duplicate is kept as a second row. */
  public Map<RowKey, List<TargetRow>> find(Connection connection, List<Row> keys)
      throws SQLException {
    List<List<Object>> values = new ArrayList<>(keys.size());
    keys.forEach(wanted -> values.add(values(wanted)));
    Map<RowKey, List<TargetRow>> found = new HashMap<>(keys.size() * 2);
    for (Row raw : rows.byKeys(connection, values)) {
      TargetRow row = interpret(raw);
      RowKey identity = RowKey.of(table.name(), row.key());
      List<TargetRow> present = found.get(identity);
      if (present == null) {
        found.put(identity, List.of(row));
      } else {
        List<TargetRow> more = new ArrayList<>(present);
        more.add(row);
        found.put(identity, more);
      }
    }
    return found;
  }
}
