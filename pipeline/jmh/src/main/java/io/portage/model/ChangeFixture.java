package io.portage.model;

import io.portage.TestChange;
import java.util.ArrayList;
import java.util.List;

/** Changes of the table {@code users}, as Normalize emits them. */
public final class ChangeFixture {
  private static final Columns KEY = Columns.of("user_id");
  private static final Columns ROW = Columns.of("user_id", "name", "email", "country_code");

  private ChangeFixture() {}

  /** The update of one user by the record at this offset. */
  public static Change change(long user, long offset) {
    Row row =
        Row.of(ROW, user, "Daniel J. Kim " + user, "daniel.j.kim." + user + "@contoso.com", "US");
    return TestChange.upsert(
            "users_enriched",
            Version.of(
                0, SourcePosition.ofPostgres(24_023_119 + offset, 24_023_128 + offset), 3, offset))
        .key(Row.of(KEY, user))
        .with(row)
        .at("users_cdc", 3, offset)
        .times(1_726_531_260_000L + offset, 1_726_531_260_105L + offset)
        .build();
  }

  /** {@code size} changes that alternate between the users. */
  public static List<Change> changes(int size, int users) {
    List<Change> changes = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      changes.add(change(i % users, 1_000_000L + i));
    }
    return changes;
  }
}
