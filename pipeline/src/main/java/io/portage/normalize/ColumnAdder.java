package io.portage.normalize;

import io.portage.config.TableConfig;
import io.portage.model.Coordinates;
import io.portage.model.RejectedChangeException;
import io.portage.model.Version;
import io.portage.model.event.Format;
import io.portage.model.event.SourceRecord;
import io.portage.model.schema.SourceColumn;
import io.portage.model.schema.SourceTable;
import io.portage.model.schema.SourceType.Kind;
import io.portage.target.definition.AddedColumn;
import io.portage.target.definition.ColumnsNotAddedException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Adds columns of events to the target's table. Not thread-safe. */
final class ColumnAdder {
  private static final String NO_SCHEMA =
      "only a schema in the messages tells its type; send one (value.converter.schemas.enable=true,"
          + " or Avro), or add the column to the target";

  /** The values that Debezium sends in place of a default that the source computes. */
  private static final Set<Object> BEGINNING_OF_1970 =
      Set.of(LocalDate.EPOCH, LocalTime.MIDNIGHT, LocalDate.EPOCH.atStartOfDay(), Instant.EPOCH);

  private final TableConfig config;
  private final Format format;
  private final TargetTableCache target;

  /** The columns that the target refused, and why, until it is tried again. */
  private @Nullable RejectedChangeException refused;

  private List<String> refusedColumns = List.of();

  ColumnAdder(TableConfig config, Format format, TargetTableCache target) {
    this.config = config;
    this.format = format;
    this.target = target;
  }

  /**
   * Adds the columns, unless another writer has added them meanwhile.
   *
   * @param columns the names, at least one
   * @param version the version of the record's event
   * @throws RejectedChangeException if the record has no schema, or the target refuses
   */
  void add(SourceRecord raw, List<String> columns, Version version) throws RejectedChangeException {
    List<SourceColumn> typed = typed(raw, columns);
    if (refused != null && refusedColumns.equals(columns) && !target.mayAddAgain()) {
      throw refused;
    }
    try {
      target.addColumns(typed, new AddedColumn(config.from(), version));
      refused = null;
    } catch (ColumnsNotAddedException e) {
      refusedColumns = columns;
      refused =
          SchemaMismatch.notAdded(target.table(), columns.get(0), String.valueOf(e.getMessage()));
      throw refused;
    }
  }

  private List<SourceColumn> typed(SourceRecord raw, List<String> columns)
      throws RejectedChangeException {
    Coordinates at = raw.coordinates();
    Optional<SourceTable> table =
        format.describe(at.topic(), raw.key(), raw.value(), raw.headers());
    List<SourceColumn> typed = new ArrayList<>();
    for (String name : columns) {
      SourceColumn column = column(table, name);
      if (column == null || column.type().kind() == Kind.UNKNOWN) {
        throw SchemaMismatch.notAdded(
            target.table(),
            name,
            column == null ? NO_SCHEMA : "the schema of the message declares no known type");
      }
      typed.add(withCertainDefault(column));
    }
    return typed;
  }

  /** Returns the column that the route adds, else that of the record's schema, or null. */
  private @Nullable SourceColumn column(Optional<SourceTable> table, String name) {
    var added = config.route().added().get(name);
    if (added != null) {
      return SourceColumn.of(name, added.type());
    }
    return table.isPresent() && table.get().declared() ? table.get().column(name) : null;
  }

  /**
   * Returns the column without a default that may stand for an expression, such as {@code now()}:
   * null is not the source's value either, but no false one.
   */
  private static SourceColumn withCertainDefault(SourceColumn column) {
    Object value = column.defaultValue();
    return value != null && !column.nullable() && BEGINNING_OF_1970.contains(value)
        ? new SourceColumn(column.name(), column.type(), false, column.key(), null)
        : column;
  }
}
