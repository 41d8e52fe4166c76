package io.portage.upsert.write;

import io.portage.config.ColumnConfig;
import io.portage.config.TableConfig;
import io.portage.config.TableConfig.DeleteMode;
import io.portage.config.TableConfig.MetadataColumns;
import io.portage.config.TableConfig.TruncatePolicy;
import io.portage.model.Change;
import io.portage.model.Columns;
import io.portage.target.SqlFailure;
import io.portage.target.TargetColumn;
import io.portage.target.TargetTable;
import io.portage.target.WriteSpec;
import io.portage.target.WriteSpec.MoveSpec.Rows;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The plan by which changes of one table are written, from the configuration and the table's last
 * description in the catalog.
 */
public final class TablePlan {
  /** The greatest number of column sets that are remembered: partial rows may have any subset. */
  private static final int MAX_COLUMN_SETS = 1_000;

  private final TableConfig config;
  private final TargetTable table;
  private final List<TargetColumn> key;
  private final Set<String> own = new HashSet<>();
  private final boolean usesTombstones;
  private final @Nullable String tombstones;
  private final String movedRows;
  private final Map<Columns, ColumnMatch> matches = new HashMap<>();
  private final Map<StatementGroup, ColumnLayout> layouts = new HashMap<>();
  private @Nullable ColumnMatch lastMatch;
  private boolean keepsMovedRows;

  /**
   * Creates the plan of {@code table}.
   *
   * @param tombstones the name of the tombstone table, which is used if the plan needs it; null if
   *     the target has none
   * @param movedRows the name of the moved-rows table
   * @throws UnusableTableException if the target lacks a column of the key or of the metadata
   */
  TablePlan(TableConfig config, TargetTable table, @Nullable String tombstones, String movedRows)
      throws UnusableTableException {
    this.config = config;
    this.table = table;
    if (config.key().isEmpty()) {
      throw new UnusableTableException(
          "the table " + table.name() + " has no primary key, which key: primary-key needs");
    }
    List<TargetColumn> keyColumns = new ArrayList<>();
    for (String source : config.key()) {
      keyColumns.add(column(keyColumn(config, source)));
    }
    this.key = List.copyOf(keyColumns);
    MetadataColumns metadata = config.metadata();
    key.forEach(column -> own.add(column.name()));
    for (String name :
        new String[] {
          metadata.version(),
          metadata.deleted(),
          metadata.sourceTime(),
          metadata.appliedTime(),
          metadata.sourcePosition()
        }) {
      if (name != null) {
        own.add(column(name).name());
      }
    }
    this.usesTombstones =
        config.deletes() == DeleteMode.HARD
            || config.truncate() == TruncatePolicy.APPLY
            || config.where() != null
            || !canInsert(Columns.of());
    this.tombstones = usesTombstones ? tombstones : null;
    this.movedRows = movedRows;
  }

  /** Returns the target column of a source column of the key. */
  private static String keyColumn(TableConfig config, String source) throws UnusableTableException {
    if (config.columns() == null) {
      return source;
    }
    for (Map.Entry<String, ColumnConfig> column : config.columns().entrySet()) {
      if (column.getValue() instanceof ColumnConfig.CopiedColumn copied
          && copied.from().equals(source)) {
        return column.getKey();
      }
    }
    throw new UnusableTableException(
        "no column of " + config.to() + " is copied from the key's " + source);
  }

  private TargetColumn column(String name) throws UnusableTableException {
    TargetColumn column = table.column(name);
    if (column == null) {
      throw new UnusableTableException("the table " + table.name() + " has no column " + name);
    }
    return column;
  }

  String name() {
    return table.name();
  }

  /** The table as the catalog last described it. */
  public TargetTable table() {
    return table;
  }

  /** True if deletes of this table may write tombstones, so that all its writes must read them. */
  public boolean usesTombstones() {
    return usesTombstones;
  }

  /** True if the moved-rows table is known to exist. */
  boolean keepsMovedRows() {
    return keepsMovedRows;
  }

  /** Records that the moved-rows table exists. */
  void movedRowsAreKept() {
    keepsMovedRows = true;
  }

  /**
   * Returns the first column of the change that is to be written and that the table lacks, or null.
   */
  @Nullable String unknown(Change change) {
    return isRemoval(change) ? null : match(change.row().columns()).unknown();
  }

  /**
   * Returns the columns that a whole row has and these do not include, without those of the key.
   */
  List<String> lacking(Columns columns) {
    Map<String, ColumnConfig> configured = config.columns();
    return table.columns().values().stream()
        .filter(column -> !own.contains(column.name()) && !column.generated())
        .map(TargetColumn::name)
        .filter(name -> configured == null || configured.containsKey(name))
        .filter(name -> columns.indexOf(name) < 0)
        .sorted()
        .toList();
  }

  /** True if the table has all columns that are to be written. */
  boolean knowsColumns(List<Change> changes) {
    for (Change change : changes) {
      if (unknown(change) != null) {
        return false;
      }
    }
    return true;
  }

  private boolean isRemoval(Change change) {
    return change.op() == Change.Op.DELETE && config.deletes() == DeleteMode.HARD;
  }

  /**
   * True if {@code failure}, of this change, is caused by rows that refer to its row. The database
   * names the table of the referring row, whichever of the two is written.
   */
  boolean isReferred(Change change, SqlFailure failure) {
    String refers = failure.table();
    return refers != null
        && failure.isOfReference()
        && failure.function() == null
        && (isRemoval(change) || !table.canonical().endsWith("." + refers));
  }

  /** Returns the statement group of the change. */
  StatementGroup group(Change change) {
    boolean versions = change.lineage().columns() != null;
    WriteMode mode = writeMode(change, versions);
    boolean ignoresDeletedRows =
        change.op() == Change.Op.UPSERT && (mode == WriteMode.MERGE || mode == WriteMode.PARTIAL);
    Columns columns = mode == WriteMode.DELETE ? Columns.of() : change.row().columns();
    return new StatementGroup(
        mode,
        columns,
        versions && mode != WriteMode.DELETE && mode != WriteMode.UPSERT,
        ignoresDeletedRows);
  }

  /** Returns the group of key changes, whose rows are moved before they are written as deletes. */
  StatementGroup moves() {
    return new StatementGroup(WriteMode.MOVE, Columns.of(), false, false);
  }

  /**
   * Returns the group of changes of {@code group} that a key change follows and that are not
   * written.
   */
  StatementGroup passing(StatementGroup group) {
    return new StatementGroup(
        WriteMode.PASSING, group.columns(), group.versions(), group.ignoresDeletedRows());
  }

  /** Returns a group for any changes except truncates; it has only keys and versions. */
  StatementGroup identities() {
    return new StatementGroup(WriteMode.DELETE, Columns.of(), false, false);
  }

  /** Returns the group of changes of {@code group} that a moved row may complete. */
  StatementGroup arrivals(StatementGroup group) {
    return new StatementGroup(WriteMode.ARRIVAL, group.columns(), false, true);
  }

  /** Returns the group of changes to whose keys rows may have been moved. */
  StatementGroup keptFor() {
    return new StatementGroup(WriteMode.ARRIVAL, Columns.of(), false, false);
  }

  private WriteMode writeMode(Change change, boolean versions) {
    if (change.op() == Change.Op.TRUNCATE) {
      return WriteMode.TRUNCATE;
    } else if (isRemoval(change)) {
      return WriteMode.DELETE;
    }
    boolean insertable = match(change.row().columns()).insertable();
    if (change.op() == Change.Op.DELETE) {
      if (config.where() != null || !insertable) {
        return WriteMode.MARK;
      }
    } else if (change.isPartial()) {
      return WriteMode.PARTIAL;
    }
    return versions || !insertable ? WriteMode.MERGE : WriteMode.UPSERT;
  }

  /** Usually a row has the same columns as the row before. */
  private ColumnMatch match(Columns columns) {
    ColumnMatch last = lastMatch;
    if (last == null || !last.columns().equals(columns)) {
      last = bounded(matches).computeIfAbsent(columns, this::newMatch);
      lastMatch = last;
    }
    return last;
  }

  private ColumnMatch newMatch(Columns columns) {
    String unknown =
        columns.names().stream()
            .filter(name -> table.column(name) == null)
            .findFirst()
            .orElse(null);
    return new ColumnMatch(columns, unknown, canInsert(columns));
  }

  /** True if a row of the key, these columns and the metadata columns can be inserted. */
  private boolean canInsert(Columns columns) {
    for (TargetColumn column : table.columns().values()) {
      boolean required = !column.nullable() && !column.hasDefault() && !column.generated();
      if (required && !own.contains(column.name()) && columns.indexOf(column.name()) < 0) {
        return false;
      }
    }
    return true;
  }

  /** Returns the column layout of a group. */
  ColumnLayout layout(StatementGroup group) {
    return bounded(layouts).computeIfAbsent(group, this::newLayout);
  }

  /** Clears the map when it has reached its limit. */
  private static <K, V> Map<K, V> bounded(Map<K, V> map) {
    if (map.size() >= MAX_COLUMN_SETS) {
      map.clear();
    }
    return map;
  }

  /** Returns the number of remembered column sets, for tests. */
  int remembered() {
    return Math.max(matches.size(), layouts.size());
  }

  private ColumnLayout newLayout(StatementGroup group) {
    WriteSpec.MoveSpec move =
        switch (group.mode()) {
          case MOVE -> newMove(Rows.LEAVING);
          case PASSING -> newMove(Rows.PASSING);
          case ARRIVAL -> newMove(Rows.ARRIVING);
          default -> null;
        };
    // A delete needs no comparison with the last truncate.
    boolean truncates =
        config.truncate() == TruncatePolicy.APPLY
            && EnumSet.of(
                    WriteMode.MOVE,
                    WriteMode.PASSING,
                    WriteMode.UPSERT,
                    WriteMode.MERGE,
                    WriteMode.PARTIAL,
                    WriteMode.ARRIVAL)
                .contains(group.mode());
    List<TargetColumn> identity = group.mode() == WriteMode.TRUNCATE ? List.of() : key;
    return ColumnLayout.of(
        group, table, identity, own, config.metadata(), tombstones, move, truncates);
  }

  /** True if deleted rows are kept and marked. */
  boolean softDeletes() {
    return config.deletes() == DeleteMode.SOFT;
  }

  private WriteSpec.MoveSpec newMove(Rows rows) {
    MetadataColumns metadata = config.metadata();
    List<TargetColumn> along =
        table.columns().values().stream()
            .filter(column -> !column.generated() && !key.contains(column))
            .filter(column -> !column.name().equals(metadata.version()))
            .filter(column -> !column.name().equals(metadata.deleted()))
            .filter(column -> !column.name().equals(metadata.appliedTime()))
            .toList();
    return new WriteSpec.MoveSpec(along, softDeletes(), movedRows, rows);
  }

  /**
   * A group of changes that one statement can write.
   *
   * @param mode the kind of write
   * @param columns the columns of their rows
   * @param versions true if each column has its own version
   * @param ignoresDeletedRows true if a deleted row, or one older than the last delete, counts as
   *     absent
   */
  record StatementGroup(
      WriteMode mode, Columns columns, boolean versions, boolean ignoresDeletedRows) {}

  /** The match of a set of columns with the table. */
  private record ColumnMatch(Columns columns, @Nullable String unknown, boolean insertable) {}
}
