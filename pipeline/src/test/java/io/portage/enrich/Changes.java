package io.portage.enrich;

import io.portage.model.Change;
import io.portage.model.Change.Life;
import io.portage.model.Change.Op;
import io.portage.model.Columns;
import io.portage.model.Coordinates;
import io.portage.model.Half;
import io.portage.model.Interval;
import io.portage.model.Origins;
import io.portage.model.Row;
import io.portage.model.Version;

/** Changes of the table {@code users} for tests. */
final class Changes {
  static final Columns SOURCE = Columns.of("user_id", "name", "email", "country_code");

  private Changes() {}

  static Row user(long id, String email, String country) {
    return Row.of(SOURCE, id, "Ada", email, country);
  }

  static Change upsert(Row row) {
    return of(Op.UPSERT, row, Life.whole(version(1)));
  }

  static Change partial(Row row) {
    return of(Op.UPSERT, row, Life.partial(version(1)));
  }

  static Change delete(Row image) {
    return of(Op.DELETE, image, Life.delete(version(1), image.size() > 1));
  }

  static Change of(Op op, Row row, Life life) {
    long id = row.has("user_id") ? (Long) row.get("user_id") : 1L;
    return new Change(
        "users",
        op,
        Row.of(Columns.of("user_id"), id),
        row,
        life,
        new Coordinates("users_cdc", 0, id),
        Half.WHOLE,
        1,
        2,
        0,
        Origins.of(new Interval("users_cdc", 0, id, id + 1, Half.WHOLE)),
        1);
  }

  static Version version(long offset) {
    return new Version(0, 0, 0, 0, offset);
  }
}
