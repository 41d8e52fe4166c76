package io.portage.target.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.portage.target.TargetTable;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The age of shared descriptions of tables. */
final class RecentTablesTest {
  private static final TargetTable USERS = TargetTable.schemaless("users");

  private Instant now = Instant.parse("2024-09-17T00:00:00Z");
  private final RecentTables tables =
      new RecentTables(((InstantSource) () -> now).withZone(ZoneOffset.UTC));

  @Test
  void returnsATableUntilItIsTooOld() {
    tables.put("users", Optional.of(USERS));

    now = now.plus(RecentTables.MAX_AGE).minusMillis(1);
    assertThat(tables.find("users")).contains(USERS);
    assertThat(tables.find("orders")).isEmpty();
    now = now.plusMillis(1);
    assertThat(tables.find("users")).isEmpty();
  }

  @Test
  void forgetsATableThatIsGone() {
    tables.put("users", Optional.of(USERS));
    tables.put("users", Optional.empty());

    assertThat(tables.find("users")).isEmpty();
  }

  @Test
  void returnsNothingAfterTheClockWasSetBack() {
    tables.put("users", Optional.of(USERS));
    now = now.minusSeconds(3600);

    assertThat(tables.find("users")).isEmpty();
  }
}
