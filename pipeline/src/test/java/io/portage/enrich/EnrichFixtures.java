package io.portage.enrich;

import io.portage.TestChange;
import io.portage.model.Change;
import io.portage.model.Change.Op;
import io.portage.model.Change.RowLineage;
import io.portage.model.Columns;
import io.portage.model.Row;
import io.portage.model.Version;

/** Changes of the table {@code users} for tests. */
final class EnrichFixtures {
  static final Columns SOURCE = Columns.of("user_id", "name", "email", "country_code");

  private EnrichFixtures() {}

  static Row user(long id, String email, String country) {
    return Row.of(SOURCE, id, "Ada", email, country);
  }

  static Change upsert(Row row) {
    return of(Op.UPSERT, row, RowLineage.fullRow(version(1)));
  }

  static Change partial(Row row) {
    return of(Op.UPSERT, row, RowLineage.partialRow(version(1)));
  }

  static Change delete(Row image) {
    return of(Op.DELETE, image, RowLineage.delete(version(1), image.size() > 1));
  }

  static Change of(Op op, Row row, RowLineage lineage) {
    long id = row.has("user_id") ? (Long) row.get("user_id") : 1L;
    return TestChange.of("users", op, lineage)
        .key("user_id", id)
        .with(row)
        .at("users_cdc", 0, id)
        .times(1, 2)
        .build();
  }

  static Version version(long offset) {
    return new Version(0, 0, 0, 0, offset);
  }
}
