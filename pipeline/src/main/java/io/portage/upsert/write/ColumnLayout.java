package io.portage.upsert.write;

import io.portage.config.TableConfig.MetadataColumns;
import io.portage.model.Change;
import io.portage.model.Columns;
import io.portage.model.Row;
import io.portage.model.Version;
import io.portage.target.RowBatch;
import io.portage.target.TargetColumn;
import io.portage.target.TargetTable;
import io.portage.target.TombstoneKey;
import io.portage.target.TypeFamily;
import io.portage.target.WriteSpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Converts changes of one statement group to rows, column by column. */
final class ColumnLayout {
  private final WriteSpec spec;
  private final int[] places;

  private ColumnLayout(WriteSpec spec, int[] places) {
    this.spec = spec;
    this.places = places;
  }

  /**
   * Creates the layout of a group. Generated columns, and the columns of {@code own}, are not
   * copied from the rows.
   */
  static ColumnLayout of(
      TablePlan.StatementGroup group,
      TargetTable table,
      List<TargetColumn> key,
      Set<String> own,
      MetadataColumns metadata,
      @Nullable String tombstones,
      WriteSpec.@Nullable MoveSpec move,
      boolean truncates) {
    List<TargetColumn> columns = new ArrayList<>();
    List<Integer> places = new ArrayList<>();
    Columns names = group.columns();
    for (int i = 0; i < names.size(); i++) {
      TargetColumn column = table.columns().get(names.names().get(i));
      if (column != null && !column.generated() && !own.contains(column.name())) {
        columns.add(column);
        places.add(i);
      }
    }
    WriteSpec spec =
        new WriteSpec(
            table.canonical(),
            key,
            List.copyOf(columns),
            Objects.requireNonNull(table.columns().get(metadata.version()), metadata.version()),
            optional(table, metadata.deleted()),
            optional(table, metadata.sourceTime()),
            optional(table, metadata.appliedTime()),
            optional(table, metadata.sourcePosition()),
            tombstones,
            group.versions(),
            group.ignoresDeletedRows(),
            move,
            truncates);
    return new ColumnLayout(spec, places.stream().mapToInt(Integer::intValue).toArray());
  }

  private static @Nullable TargetColumn optional(TargetTable table, @Nullable String name) {
    return name == null ? null : table.column(name);
  }

  /** Returns the rows of {@code changes}, in the order of {@link WriteSpec#fields}. */
  RowBatch rows(List<Change> changes) {
    return rows(changes, changes);
  }

  /**
   * Returns the rows of {@code changes}; the row of each is moved by the change at the same index
   * of {@code moves}.
   */
  RowBatch rows(List<Change> changes, List<Change> moves) {
    List<@Nullable Object[]> fields = new ArrayList<>();
    for (int i = 0; i < spec.key().size(); i++) {
      int place = i;
      fields.add(values(changes, change -> change.key().get(place)));
    }
    fields.add(values(changes, Change::version));
    if (spec.needsTombstoneKey()) {
      fields.add(values(changes, change -> TombstoneKey.of(change.key())));
    }
    WriteSpec.MoveSpec move = spec.move();
    if (move != null && move.rows() == WriteSpec.MoveSpec.Rows.LEAVING) {
      addArrival(fields, moves);
      return new RowBatch(spec, changes.size(), fields);
    }
    for (int place : places) {
      fields.add(values(changes, change -> change.row().get(place)));
    }
    addMetadata(fields, changes);
    if (spec.ignoresDeletedRows()) {
      fields.add(values(changes, change -> change.lineage().fullRowVersion()));
      fields.add(values(changes, ColumnLayout::lastDeleteOfPartial));
    }
    if (spec.columnVersions()) {
      for (int place : places) {
        fields.add(values(changes, change -> change.lineage().ofColumn(place)));
      }
    }
    if (move != null && move.rows() == WriteSpec.MoveSpec.Rows.PASSING) {
      addArrival(fields, moves);
    }
    return new RowBatch(spec, changes.size(), fields);
  }

  private void addArrival(List<@Nullable Object[]> fields, List<Change> changes) {
    for (int i = 0; i < spec.key().size(); i++) {
      int place = i;
      fields.add(values(changes, change -> newKey(change).get(place)));
    }
    fields.add(values(changes, change -> change.version().versionAfterMove()));
    fields.add(values(changes, change -> TombstoneKey.of(newKey(change))));
  }

  private static Row newKey(Change change) {
    return Objects.requireNonNull(change.movedTo(), "movedTo");
  }

  private void addMetadata(List<@Nullable Object[]> fields, List<Change> changes) {
    if (spec.deleted() != null) {
      fields.add(values(changes, change -> change.op() != Change.Op.UPSERT));
    }
    TargetColumn time = spec.sourceTime();
    if (time != null) {
      boolean asNumber = time.family() == TypeFamily.INTEGER;
      fields.add(
          values(
              changes,
              change ->
                  asNumber
                      ? (Object) change.changeTime()
                      : Instant.ofEpochMilli(change.changeTime())));
    }
    if (spec.sourcePosition() != null) {
      fields.add(values(changes, change -> change.coordinates().toString()));
    }
  }

  /**
   * Returns the last delete: a partial row must not be completed from a row that is older. A full
   * row is not completed at all, so its last delete is null.
   */
  private static @Nullable Version lastDeleteOfPartial(Change change) {
    return change.isPartial() ? change.lineage().lastDelete() : null;
  }

  private static @Nullable Object[] values(
      List<Change> changes, Function<Change, @Nullable Object> value) {
    @Nullable Object[] values = new Object[changes.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = value.apply(changes.get(i));
    }
    return values;
  }
}
