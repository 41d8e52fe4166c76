package io.portage.upsert.write;

import io.portage.TestChange;
import io.portage.model.Change;
import io.portage.model.Change.Op;
import io.portage.model.Change.RowLineage;
import io.portage.model.Columns;
import io.portage.model.Row;
import io.portage.model.SourcePosition;
import io.portage.model.Version;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Changes of one table, whose key is the column {@code id}. */
public final class UpsertData {
  private static final long TIME = 1_726_531_200_000L;

  private final String table;

  public UpsertData(String table) {
    this.table = table;
  }

  public static Version v(long number) {
    return Version.of(0, new SourcePosition(0, number), 0, 0);
  }

  /** Returns a full row; {@code columns} alternates names and values. */
  public Change upsert(Object id, long version, @Nullable Object... columns) {
    return change(Op.UPSERT, id, withKey(id, columns), RowLineage.fullRow(v(version)));
  }

  /** Returns a partial row. */
  public Change partial(Object id, long version, @Nullable Object... columns) {
    return change(Op.UPSERT, id, withKey(id, columns), RowLineage.partialRow(v(version)));
  }

  /** Returns a delete without a before image. */
  public Change delete(Object id, long version) {
    return change(Op.DELETE, id, Row.empty(), RowLineage.delete(v(version), false));
  }

  /** Returns a delete with the full before image. */
  Change deleteWithImage(Object id, long version, @Nullable Object... columns) {
    return change(Op.DELETE, id, withKey(id, columns), RowLineage.delete(v(version), true));
  }

  /** Returns a truncate. */
  Change truncate(long version) {
    return change(Op.TRUNCATE, Row.empty(), Row.empty(), RowLineage.delete(v(version), false));
  }

  public Change change(Op op, Object id, Row row, RowLineage lineage) {
    return change(op, Row.of(Columns.of("id"), id), row, lineage);
  }

  private Change change(Op op, Row key, Row row, RowLineage lineage) {
    long offset = lineage.version().low();
    return TestChange.of(table, op, lineage)
        .key(key)
        .with(row)
        .at("topic", 0, offset)
        .times(TIME + offset, TIME)
        .build();
  }

  public static Change ofRecords(Change change, int records) {
    return change.withOrigins(change.origins(), records);
  }

  public static Row withKey(Object id, @Nullable Object... columns) {
    List<@Nullable Object> all = new ArrayList<>(List.of("id", id));
    all.addAll(Arrays.asList(columns));
    return TestChange.row(all.toArray());
  }
}
