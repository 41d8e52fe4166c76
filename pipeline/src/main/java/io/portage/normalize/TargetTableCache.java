package io.portage.normalize;

import io.portage.config.ColumnDrift.UnknownColumnPolicy;
import io.portage.config.SourceConfig;
import io.portage.config.TableConfig;
import io.portage.model.Columns;
import io.portage.model.Reason;
import io.portage.model.RejectedChangeException;
import io.portage.model.Version;
import io.portage.model.event.Image;
import io.portage.model.schema.SourceColumn;
import io.portage.target.TargetColumn;
import io.portage.target.TargetTable;
import io.portage.target.TargetTables;
import io.portage.target.connection.MinInterval;
import io.portage.target.definition.AddedColumn;
import io.portage.target.definition.ColumnsNotAddedException;
import io.portage.target.fitting.TableMetadata;
import io.portage.target.source.SourceValueInterpreter;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The row mappers of one table, made from the target's metadata. Not thread-safe. */
final class TargetTableCache {
  private static final int MAX_MAPPERS = 1_000;

  /** The interval in which the target is searched for a column whose lack rejects nothing. */
  private static final Duration RELOAD_WHILE_IGNORED = Duration.ofSeconds(10);

  /** The interval in which an addition of columns is tried that the target has refused. */
  private static final Duration ADD_AGAIN = Duration.ofSeconds(10);

  private final TableConfig config;
  private final ColumnProjection projection;
  private final TableMetadata metadata;
  private final MinInterval reloads;
  private final MinInterval additions;
  private final RowMappers typed;
  private final RowMappers untyped;

  /** The row mappers for values with a schema, or for values without. */
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

  /**
   * The cache of {@code config}'s target.
   *
   * @param readByFilter the source columns that the table's {@code where} reads
   * @param nulStripped runs for each value that lost a NUL
   */
  TargetTableCache(
      TableConfig config,
      Set<String> readByFilter,
      SourceConfig source,
      TargetTables tables,
      Clock clock,
      Runnable nulStripped) {
    this.config = config;
    this.typed = new RowMappers(SourceValueInterpreter.of(source, /* typed= */ true));
    this.untyped = new RowMappers(SourceValueInterpreter.of(source, /* typed= */ false));
    this.projection = ColumnProjection.of(config, readByFilter);
    this.reloads = new MinInterval(RELOAD_WHILE_IGNORED, clock);
    this.additions = new MinInterval(ADD_AGAIN, clock);
    this.metadata = new TableMetadata(config, tables, clock, nulStripped);
  }

  /**
   * Returns the mapper for the image's row.
   *
   * @throws RejectedChangeException if the target has no such table, or no column for the key
   */
  SourceRowMapper mapper(Image image) throws RejectedChangeException {
    return mapper(image.row().columns(), image.typed());
  }

  /**
   * Returns the mapper for rows with these columns.
   *
   * @param isTyped true if their values came with a schema
   * @throws RejectedChangeException if the target has no such table, or no column for the key
   */
  SourceRowMapper mapper(Columns columns, boolean isTyped) throws RejectedChangeException {
    RowMappers mappers = isTyped ? typed : untyped;
    SourceRowMapper last = mappers.last;
    if (last != null && columns.equals(mappers.lastColumns)) {
      return last;
    }
    SourceRowMapper mapper = mappers.byColumns.get(columns);
    if (mapper == null) {
      mapper =
          new SourceRowMapper(
              columns, config, projection, table(), mappers.values, metadata::fitter);
      if (mappers.byColumns.size() >= MAX_MAPPERS) {
        mappers.byColumns.clear();
      }
      mappers.byColumns.put(columns, mapper);
    }
    mappers.lastColumns = columns;
    mappers.last = mapper;
    return mapper;
  }

  /** Returns true if the image lacks a column that is copied, collected or read later. */
  boolean isPartial(Image image) throws RejectedChangeException {
    if (image.isWhole()) {
      return false;
    }
    boolean isIgnored = config.unknownColumns().policy() == UnknownColumnPolicy.IGNORE;
    for (String name : image.unavailable()) {
      boolean isUnknown = projection.isUnknown(name, table());
      if (isUnknown ? !isIgnored : projection.isInput(name) || isCopied(name)) {
        return true;
      }
    }
    return false;
  }

  /** Returns the columns of the image that no column of the target takes. */
  List<String> unknown(SourceRowMapper mapper, Image image) throws RejectedChangeException {
    List<String> unavailable = image.isWhole() ? List.of() : unavailableUnknown(image);
    return unavailable.isEmpty()
        ? mapper.unknown()
        : Stream.concat(mapper.unknown().stream(), unavailable.stream()).toList();
  }

  /**
   * Returns the columns without a value in the image that no column of the target takes, sorted.
   */
  List<String> unavailableUnknown(Image image) throws RejectedChangeException {
    TargetTable known = table();
    return image.unavailable().stream()
        .filter(name -> projection.isUnknown(name, known))
        .sorted()
        .toList();
  }

  /**
   * Returns true if the column was added to the target for an event of this source that is newer
   * than {@code version}, or for another source.
   */
  boolean isBefore(Version version, String column) throws RejectedChangeException {
    TargetColumn known = projection.copiesAll() ? table().column(column) : null;
    AddedColumn added = known == null ? null : known.added();
    return added != null
        && (!added.source().equals(config.from()) || added.since().isAfter(version));
  }

  /**
   * Checks that the columns that copy the source column can be null.
   *
   * @throws RejectedChangeException if one cannot
   */
  void requireNullable(String source) throws RejectedChangeException {
    for (String target : projection.targetsOf(source)) {
      TargetColumn column = table().column(target);
      if (column != null && !column.nullable() && !column.generated()) {
        throw RejectedChangeException.inColumn(
            Reason.DOES_NOT_FIT,
            target,
            "column "
                + target
                + " ("
                + column.type()
                + "): missingColumns: null writes null, and the column is NOT NULL");
      }
    }
  }

  /** Adds columns to the target's table. */
  void addColumns(List<SourceColumn> columns, AddedColumn origin) throws ColumnsNotAddedException {
    additions.tryAcquire();
    metadata.addColumns(columns, origin);
    typed.clear();
    untyped.clear();
  }

  /** Returns true if an addition that the target has refused may be tried again now. */
  boolean mayAddAgain() {
    return additions.tryAcquire();
  }

  private boolean isCopied(String source) throws RejectedChangeException {
    for (String target : projection.targetsOf(source)) {
      TargetColumn column = table().column(target);
      if (column == null || !column.generated()) {
        return true;
      }
    }
    return false;
  }

  /**
   * Reads the target's metadata again, at most every 10 s, for a column whose lack rejects nothing.
   *
   * @return true if it has changed
   */
  boolean reloadSometimes() {
    return reloads.tryAcquire() && reload();
  }

  /**
   * Reads the target's metadata again, at most once a second.
   *
   * @return true if it has changed, so that a rejected event may be tried again
   */
  boolean reload() {
    if (!metadata.reload()) {
      return false;
    }
    typed.clear();
    untyped.clear();
    return true;
  }

  /**
   * Returns the target's table.
   *
   * @throws RejectedChangeException if there is none
   */
  TargetTable table() throws RejectedChangeException {
    TargetTable table = metadata.table();
    if (table == null) {
      throw RejectedChangeException.of(
          Reason.SCHEMA_MISMATCH, "the target has no table " + config.to());
    }
    return table;
  }
}
