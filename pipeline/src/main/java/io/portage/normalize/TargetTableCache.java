package io.portage.normalize;

import io.portage.config.SourceConfig;
import io.portage.config.TableConfig;
import io.portage.model.Columns;
import io.portage.model.Reason;
import io.portage.model.RejectedChangeException;
import io.portage.model.event.Image;
import io.portage.target.TargetColumn;
import io.portage.target.TargetTable;
import io.portage.target.TargetTables;
import io.portage.target.fitting.TableMetadata;
import io.portage.target.source.SourceValueInterpreter;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The row mappers of one table, made from the target's metadata. Not thread-safe. */
final class TargetTableCache {
  private static final int MAX_MAPPERS = 1_000;

  private final TableConfig config;
  private final ColumnProjection projection;
  private final TableMetadata metadata;
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
   * The cache of {@code config}'s target; {@code nulStripped} runs for each value that lost a NUL.
   */
  TargetTableCache(
      TableConfig config,
      SourceConfig source,
      TargetTables tables,
      Clock clock,
      Runnable nulStripped) {
    this.config = config;
    this.typed = new RowMappers(SourceValueInterpreter.of(source, /* typed= */ true));
    this.untyped = new RowMappers(SourceValueInterpreter.of(source, /* typed= */ false));
    this.projection = ColumnProjection.of(config);
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

  /** Returns true if the image lacks a column that is copied or read later. */
  boolean isPartial(Image image) throws RejectedChangeException {
    if (image.isWhole()) {
      return false;
    }
    for (String name : image.unavailable()) {
      if (projection.isInput(name) || isCopied(name)) {
        return true;
      }
    }
    return false;
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

  private TargetTable table() throws RejectedChangeException {
    TargetTable table = metadata.table();
    if (table == null) {
      throw RejectedChangeException.of(
          Reason.SCHEMA_MISMATCH, "the target has no table " + config.to());
    }
    return table;
  }
}
