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
import io.portage.target.TargetException;
import io.portage.target.TargetTable;
import io.portage.target.WriteSpec;
import io.portage.target.WriteSpec.MoveSpec.Rows;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How changes of one table are written, given the table as the catalog last described it. */
public final class TablePlan {
  /** Most sets of columns that are remembered: partial rows may have any subset. */
  private static final int MAX_SHAPES = 1_000;

  private final TableConfig config;
  private final TargetTable table;
  private final List<TargetColumn> key;
  private final Set<String> own = new HashSet<>();
  private final boolean usesTombstones;
  private final @Nullable String tombstones;
  private final String movedRows;
  private final Map<Columns, ColumnMatch> fits = new HashMap<>();
  private final Map<StatementGroup, ColumnLayout> layouts = new HashMap<>();
  private @Nullable ColumnMatch lastFit;
  private boolean keepsMovedRows;

  /**
   * A plan for {@code table}; {@code tombstones} names the table of tombstones, in case it is
   * needed, as {@code movedRows} names that of moved rows.
   *
   * @throws TargetException when the target lacks a column of the key or of the metadata
   */
  TablePlan(TableConfig config, TargetTable table, String tombstones, String movedRows) {
    this.config = config;
    this.table = table;
    this.key = config.key().stream().map(source -> column(keyColumn(config, source))).toList();
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

  /** The target column that holds this source column of the key. */
  private static String keyColumn(TableConfig config, String source) {
    if (config.columns() == null) {
      return source;
    }
    return config.columns().entrySet().stream()
        .filter(
            entry ->
                entry.getValue() instanceof ColumnConfig.CopiedColumn copied
                    && copied.from().equals(source))
        .map(Map.Entry::getKey)
        .findFirst()
        .orElseThrow(
            () ->
                new TargetException(
                    "no column of " + config.to() + " is copied from the key's " + source, null));
  }

  private TargetColumn column(String name) {
    TargetColumn column = table.column(name);
    if (column == null) {
      throw new TargetException("the table " + table.name() + " has no column " + name, null);
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

  /**
   * Whether deletes of this table can leave tombstones, so that all its writes must look for them.
   */
  public boolean usesTombstones() {
    return usesTombstones;
  }

  /** Whether the table of moved rows is known to be there. */
  boolean keepsMovedRows() {
    return keepsMovedRows;
  }

  /** The table of moved rows is there. */
  void movedRowsAreKept() {
    keepsMovedRows = true;
  }

  /** The first column of the change that is to be written and that the table lacks, or null. */
  @Nullable String unknown(Change change) {
    return isRemoval(change) ? null : match(change.row().columns()).unknown();
  }

  /** Whether the table has all columns that are to be written. */
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
   * Whether {@code failure}, of this change, is about rows that refer to its row: the database
   * names the table of the row that refers, in either case.
   */
  boolean isReferred(Change change, SqlFailure failure) {
    String refers = failure.table();
    return refers != null
        && failure.isOfReference()
        && failure.function() == null
        && (isRemoval(change) || !table.canonical().endsWith("." + refers));
  }

  /** What the change is written together with. */
  StatementGroup group(Change change) {
    boolean versions = change.lineage().columns() != null;
    WriteMode kind = writeMode(change, versions);
    boolean alive =
        change.op() == Change.Op.UPSERT && (kind == WriteMode.MERGE || kind == WriteMode.PARTIAL);
    Columns columns = kind == WriteMode.DELETE ? Columns.of() : change.row().columns();
    return new StatementGroup(
        kind, columns, versions && kind != WriteMode.DELETE && kind != WriteMode.UPSERT, alive);
  }

  /** The group of changes that move, before they are written as the deletes that they are. */
  StatementGroup moves() {
    return new StatementGroup(WriteMode.MOVE, Columns.of(), false, false);
  }

  /** The group of changes of {@code group} that a move follows, and that are not written. */
  StatementGroup passing(StatementGroup group) {
    return new StatementGroup(
        WriteMode.PASSING, group.columns(), group.versions(), group.ignoresDeletedRows());
  }

  /** A group of any changes but truncates, of which only keys and versions count. */
  StatementGroup identities() {
    return new StatementGroup(WriteMode.DELETE, Columns.of(), false, false);
  }

  /** The group of changes of {@code group} that a moved row may complete. */
  StatementGroup arrivals(StatementGroup group) {
    return new StatementGroup(WriteMode.ARRIVAL, group.columns(), false, true);
  }

  /** The group of changes whose keys moved rows may be kept for. */
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

  /** Most rows of a table have the columns of the row before. */
  private ColumnMatch match(Columns columns) {
    ColumnMatch last = lastFit;
    if (last == null || !last.columns().equals(columns)) {
      last = bounded(fits).computeIfAbsent(columns, this::newMatch);
      lastFit = last;
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

  /** Whether a row of the key, these columns and the metadata can be inserted. */
  private boolean canInsert(Columns columns) {
    for (TargetColumn column : table.columns().values()) {
      boolean required = !column.nullable() && !column.hasDefault() && !column.generated();
      if (required && !own.contains(column.name()) && columns.indexOf(column.name()) < 0) {
        return false;
      }
    }
    return true;
  }

  /** How the rows of a group are laid out. */
  ColumnLayout layout(StatementGroup group) {
    return bounded(layouts).computeIfAbsent(group, this::newLayout);
  }

  /** Begins anew where there are too many. */
  private static <K, V> Map<K, V> bounded(Map<K, V> map) {
    if (map.size() >= MAX_SHAPES) {
      map.clear();
    }
    return map;
  }

  /** How many sets of columns are remembered, for tests. */
  int remembered() {
    return Math.max(fits.size(), layouts.size());
  }

  private ColumnLayout newLayout(StatementGroup group) {
    WriteSpec.MoveSpec move =
        switch (group.mode()) {
          case MOVE -> newMove(Rows.LEAVING);
          case PASSING -> newMove(Rows.PASSING);
          case ARRIVAL -> newMove(Rows.ARRIVING);
          default -> null;
        };
    // Deletes may be as old as they like.
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

  /** Whether rows stay when they are deleted. */
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
   * Changes that one statement can write.
   *
   * @param mode how they are written
   * @param columns their rows' columns
   * @param versions whether their columns have versions of their own
   * @param ignoresDeletedRows whether a row of an earlier life counts as absent for them
   */
  record StatementGroup(
      WriteMode mode, Columns columns, boolean versions, boolean ignoresDeletedRows) {}

  /** How rows of these columns stand to the table. */
  private record ColumnMatch(Columns columns, @Nullable String unknown, boolean insertable) {}
}
