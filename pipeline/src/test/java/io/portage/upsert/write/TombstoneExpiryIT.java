package io.portage.upsert.write;

import static io.portage.upsert.write.TestTarget.together;
import static io.portage.upsert.write.UpsertData.v;
import static org.assertj.core.api.Assertions.assertThat;

import io.portage.HandClock;
import io.portage.config.JdbcConfig;
import io.portage.config.PortageConfig;
import io.portage.config.Secret;
import io.portage.config.TableConfig.DeleteMode;
import io.portage.sandbox.Sandbox;
import io.portage.sandbox.junit.SandboxExtension;
import io.portage.upsert.write.TestDatabase.PostgresOnly;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** The expiry of tombstones. */
@ExtendWith(SandboxExtension.class)
@Timeout(120)
class TombstoneExpiryIT {
  private static final Instant NOW = Instant.parse("2024-01-01T00:00:00Z");

  private Sandbox sandbox;
  private TestTarget target;
  private UpsertData given;

  @BeforeEach
  void createTable(Sandbox started) {
    sandbox = started;
    target = new TestTarget(sandbox, "name text");
    given = target.given;
  }

  @AfterEach
  void dropTable() {
    target.close();
  }

  private String tombstone() {
    return String.join(
        " ", target.query("SELECT table_name, key, version FROM " + target.tombstones));
  }

  @Test
  void tombstonesStayForEverWithoutAnExpiry() {
    together(target.hard(), given.delete(1L, 5));
    target.execute("UPDATE " + target.tombstones + " SET deleted_at = now() - interval '10 years'");

    together(target.hard(), given.upsert(1L, 4, "name", "old"));

    assertThat(target.rows("name")).isEmpty();
    assertThat(tombstone()).endsWith("|" + v(5).toNumber());
  }

  @Test
  void onlyTombstonesOlderThanTheExpiryAreRemoved() {
    PortageConfig config = target.config(DeleteMode.HARD, null, 1_000);
    together(target.writer(config), given.delete(1L, 5), given.delete(2L, 5));
    target.execute(
        "UPDATE "
            + target.tombstones
            + " SET deleted_at = now() - interval '91 days' WHERE key = '[\"1\"]'");

    target.expiry(expiring(config), new HandClock(NOW)).step();

    assertThat(keys()).containsExactly("[\"2\"]");
  }

  private List<String> keys() {
    return target.query(
        "SELECT key FROM " + target.tombstones + " WHERE table_name <> '' ORDER BY key");
  }

  @Test
  void tombstonesOfOneTableAreRemovedByOneWorkerAtATime() {
    PortageConfig config = target.config(DeleteMode.HARD, null, 1_000);
    together(target.writer(config), given.delete(1L, 5));
    target.expiry(expiring(config), new HandClock(NOW)).step();
    target.execute(
        "UPDATE "
            + target.tombstones
            + " SET deleted_at = now() - interval '1 year' WHERE table_name <> ''");

    target.expiry(expiring(config), new HandClock(NOW)).step();
    assertThat(keys()).as("another worker was at it just now").hasSize(1);
    target.execute(
        "UPDATE "
            + target.tombstones
            + " SET deleted_at = now() - interval '31 minutes' WHERE table_name = ''");
    target.expiry(expiring(config), new HandClock(NOW)).step();

    assertThat(keys()).isEmpty();
  }

  private static PortageConfig expiring(PortageConfig config) {
    return TestTarget.with(config.target().withTombstoneExpiry(Duration.ofDays(90)), config);
  }

  @Test
  @PostgresOnly("generate_series")
  void manyTombstonesAreRemovedInSlices() {
    PortageConfig config = target.config(DeleteMode.HARD, null, 1_000);
    together(target.writer(config), given.delete(1L, 5));
    target.execute(
        ("INSERT INTO %1$s SELECT table_name, k, sha256(k::bytea), version,"
                + " now() - interval '1 year' FROM %1$s, generate_series(100, 25099) AS n,"
                + " LATERAL (SELECT '[\"' || n || '\"]' AS k) AS keys")
            .formatted(target.tombstones));
    HandClock clock = new HandClock(NOW);
    TombstoneExpiry expiry = target.expiry(expiring(config), clock);
    List<Integer> left = new ArrayList<>();

    for (int step = 0; step < 4; step++) {
      expiry.step();
      expiry.step(); // the shortest time between two slices has not passed
      clock.move(TombstoneExpiry.PAUSE);
      left.addAll(
          target
              .query("SELECT count(*) FROM " + target.tombstones + " WHERE table_name <> ''")
              .stream()
              .map(Integer::valueOf)
              .toList());
    }

    assertThat(left.get(0)).isBetween(15_001, 15_002);
    assertThat(left.get(1)).isBetween(5_001, 5_002);
    assertThat(left.subList(2, 4)).containsExactly(1, 1);
  }

  @Test
  @PostgresOnly("a function that sleeps")
  void aFailedExpiryDelaysNothing() {
    JdbcConfig shortTimeout =
        new JdbcConfig(
            sandbox.jdbcUrl() + "?socketTimeout=1",
            Secret.of(sandbox.user()),
            Secret.of(sandbox.password()));
    try (TestTarget slow = new TestTarget(shortTimeout, "id bigint primary key", "name text")) {
      PortageConfig config = expiring(slow.config(DeleteMode.HARD, null, 1_000));
      BatchWriter writer = slow.writer(config);
      together(writer, slow.given.delete(1L, 5));
      slow.execute(
          ("UPDATE %1$s SET deleted_at = now() - interval '1 year';"
                  + " CREATE FUNCTION %2$s_sleep() RETURNS trigger LANGUAGE plpgsql"
                  + " AS $$ BEGIN PERFORM pg_sleep(3); RETURN OLD; END $$;"
                  + " CREATE TRIGGER sleeps BEFORE DELETE ON %1$s FOR EACH ROW"
                  + " EXECUTE FUNCTION %2$s_sleep()")
              .formatted(slow.tombstones, slow.table));

      slow.expiry(config, new HandClock(NOW)).step();
      together(writer, slow.given.upsert(2L, 1, "name", "x"));

      assertThat(slow.rows("name")).containsExactly("x");
      assertThat(slow.query("SELECT count(*) FROM " + slow.tombstones)).containsExactly("1");
      target.execute("DROP FUNCTION " + slow.table + "_sleep CASCADE");
    }
  }
}
