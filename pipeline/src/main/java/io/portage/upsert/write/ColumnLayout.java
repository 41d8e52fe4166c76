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
import io.portage.target.WriteSpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Turns changes of one group into rows, column by column. */
final class ColumnLayout {
  private final WriteSpec shape;
  private final int[] places;

  private ColumnLayout(WriteSpec shape, int[] places) {
    this.shape = shape;
    this.places = places;
  }

  /** Columns that the database computes, and those of {@code own}, are not taken from the rows. */
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
    WriteSpec shape =
        new WriteSpec(
            table.canonical(),
            key,
            List.copyOf(columns),
            table.columns().get(metadata.version()),
            optional(table, metadata.deleted()),
            optional(table, metadata.sourceTime()),
            optional(table, metadata.appliedTime()),
            optional(table, metadata.sourcePosition()),
            tombstones,
            group.versions(),
            group.ignoresDeletedRows(),
            move,
            truncates);
    return new ColumnLayout(shape, places.stream().mapToInt(Integer::intValue).toArray());
  }

  private static @Nullable TargetColumn optional(TargetTable table, @Nullable String name) {
    return name == null ? null : table.column(name);
  }

  /** The rows of {@code changes}, in the order of {@link WriteSpec#fields}. */
  RowBatch rows(List<Change> changes) {
    return rows(changes, changes);
  }

  /** The same, where each of {@code moves} takes the row of the change at its place along. */
  RowBatch rows(List<Change> changes, List<Change> moves) {
    List<@Nullable Object[]> fields = new ArrayList<>();
    for (int i = 0; i < shape.key().size(); i++) {
      int place = i;
      fields.add(values(changes, change -> change.key().get(place)));
    }
    fields.add(values(changes, Change::version));
    if (shape.needsTombstoneKey()) {
      fields.add(values(changes, change -> TombstoneKey.of(change.key())));
    }
    WriteSpec.MoveSpec move = shape.move();
    if (move != null && move.rows() == WriteSpec.MoveSpec.Rows.LEAVING) {
      addArrival(fields, moves);
      return new RowBatch(shape, changes.size(), fields);
    }
    for (int place : places) {
      fields.add(values(changes, change -> change.row().get(place)));
    }
    addMetadata(fields, changes);
    if (shape.ignoresDeletedRows()) {
      fields.add(values(changes, change -> change.lineage().fullRowVersion()));
      fields.add(values(changes, ColumnLayout::earlierLife));
    }
    if (shape.columnVersions()) {
      for (int place : places) {
        fields.add(values(changes, change -> change.lineage().ofColumn(place)));
      }
    }
    if (move != null && move.rows() == WriteSpec.MoveSpec.Rows.PASSING) {
      addArrival(fields, moves);
    }
    return new RowBatch(shape, changes.size(), fields);
  }

  private void addArrival(List<@Nullable Object[]> fields, List<Change> changes) {
    for (int i = 0; i < shape.key().size(); i++) {
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
    if (shape.deleted() != null) {
      fields.add(values(changes, change -> change.op() != Change.Op.UPSERT));
    }
    TargetColumn time = shape.sourceTime();
    if (time != null) {
      boolean asNumber = time.type().equals("int8");
      fields.add(
          values(
              changes,
              change ->
                  asNumber
                      ? (Object) change.changeTime()
                      : Instant.ofEpochMilli(change.changeTime())));
    }
    if (shape.sourcePosition() != null) {
      fields.add(values(changes, change -> change.coordinates().toString()));
    }
  }

  /** A row that was whole after the delete needs nothing of the target's, so no life is too old. */
  private static @Nullable Version earlierLife(Change change) {
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
