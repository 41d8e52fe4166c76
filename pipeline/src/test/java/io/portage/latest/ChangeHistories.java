package io.portage.latest;

import io.portage.TestChange;
import io.portage.model.Change;
import io.portage.model.Change.Op;
import io.portage.model.Change.RowLineage;
import io.portage.model.Columns;
import io.portage.model.Row;
import io.portage.model.SourcePosition;
import io.portage.model.Version;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Changes of one table for tests; position, offset and time are the same number. */
final class ChangeHistories {
  private static final String TABLE = "users";

  private ChangeHistories() {}

  static Version version(long position) {
    return Version.of(0, new SourcePosition(0, position), 0, position);
  }

  /** A full row with a name. */
  static Change upsert(long key, long position, String name) {
    return change(
        Op.UPSERT, key, position, RowLineage.fullRow(version(position)), "id", key, "name", name);
  }

  /** A partial row with only the given columns. */
  static Change partial(long key, long position, @Nullable Object... namesAndValues) {
    return change(
        Op.UPSERT, key, position, RowLineage.partialRow(version(position)), namesAndValues);
  }

  /** A delete without an image. */
  static Change delete(long key, long position) {
    return change(Op.DELETE, key, position, RowLineage.delete(version(position), false));
  }

  /** A delete with the row's before image. */
  static Change deleteOf(long key, long position, String name) {
    return change(
        Op.DELETE,
        key,
        position,
        RowLineage.delete(version(position), true),
        "id",
        key,
        "name",
        name);
  }

  /** A delete whose row moves to another key. */
  static Change moved(long key, long position, long to) {
    return delete(key, position).withNewKey(Row.of(Columns.of("id"), to));
  }

  static Change change(
      Op op, long key, long position, RowLineage lineage, @Nullable Object... namesAndValues) {
    return TestChange.of(TABLE, op, lineage)
        .key("id", key)
        .with(TestChange.row(namesAndValues))
        .at("users_cdc", 0, position)
        .times(position, position)
        .build();
  }

  static Change lateBy(Change change, long millis) {
    return TestChange.like(change).late(millis).build();
  }

  static Change merged(List<Change> changes) {
    return changes.stream().reduce(ChangeMerge::merge).orElseThrow();
  }
}
