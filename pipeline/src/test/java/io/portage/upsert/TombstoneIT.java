package io.portage.upsert;

import static io.portage.upsert.Given.v;
import static io.portage.upsert.Target.inTurn;
import static io.portage.upsert.Target.together;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.portage.config.PortageConfig;
import io.portage.config.TableConfig.Deletes;
import io.portage.sandbox.Sandbox;
import io.portage.sandbox.junit.SandboxExtension;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SandboxExtension.class)
class TombstoneIT {
  private Sandbox sandbox;
  private Target target;
  private Given given;

  @BeforeEach
  void createTable(Sandbox started) {
    sandbox = started;
    target = new Target(sandbox, "name text");
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
  void deleteThenStaleUpdateLeavesTheRowAbsent() {
    BatchWriter writer = target.hard();

    Flushed deleted = inTurn(writer, given.upsert(1L, 2, "name", "a"), given.delete(1L, 4));
    Flushed stale = together(writer, given.upsert(1L, 3, "name", "ghost"));

    assertThat(target.rows("name")).isEmpty();
    assertThat(tombstone()).isEqualTo(target.table + "|[\"1\"]|" + v(4).toNumber());
    assertThat(deleted.tally()).isEqualTo(new Tally(1, 0, 0));
    assertThat(stale.tally()).isEqualTo(new Tally(0, 0, 1));
    assertThat(stale.dead()).isEmpty();
  }

  @Test
  void staleDeleteAfterNewerInsertLeavesTheRowAndNoTombstone() {
    Flushed flushed = inTurn(target.hard(), given.upsert(1L, 5, "name", "a"), given.delete(1L, 4));

    assertThat(target.rows("name")).containsExactly("a");
    assertThat(tombstone()).isEmpty();
    assertThat(flushed.tally()).isEqualTo(new Tally(0, 0, 1));
  }

  @Test
  void newerInsertComesThroughATombstoneAndALaterDeleteRaisesIt() {
    BatchWriter writer = target.hard();

    Flushed inserted = inTurn(writer, given.delete(1L, 4), given.upsert(1L, 5, "name", "b"));

    assertThat(target.rows("name")).containsExactly("b");
    assertThat(inserted.tally()).isEqualTo(new Tally(1, 0, 0));

    together(writer, given.delete(1L, 6));

    assertThat(target.rows("name")).isEmpty();
    assertThat(tombstone()).endsWith("|" + v(6).toNumber());
  }

  @Test
  void deletesOfAbsentRowsAreToldApart() {
    BatchWriter writer = target.hard();
    together(writer, given.delete(1L, 4), given.delete(2L, 4), given.delete(3L, 4));

    Flushed flushed =
        together(writer, given.delete(1L, 4), given.delete(2L, 3), given.delete(3L, 5));

    assertThat(flushed.tally()).isEqualTo(new Tally(1, 1, 1));
  }

  @Test
  void hardDeleteRemovesABulkLoadedRow() {
    target.execute("INSERT INTO " + target.table + " (id, name) VALUES (1, 'bulk')");

    together(target.hard(), given.delete(1L, 1));

    assertThat(target.rows("name")).isEmpty();
  }

  @Test
  void softDeleteOfAnAbsentRowLeavesATombstoneWhereAColumnIsRequired() {
    try (Target required = new Target(sandbox, "name text NOT NULL")) {
      BatchWriter writer = required.soft();

      Flushed deleted =
          together(writer, required.given.delete(1L, 4), required.given.upsert(2L, 4, "name", "b"));
      Flushed stale = together(writer, required.given.upsert(1L, 3, "name", "ghost"));
      Flushed marked = together(writer, required.given.delete(2L, 5));

      assertThat(required.rows("id, name, gone")).containsExactly("2|b|t");
      assertThat(deleted.tally()).isEqualTo(new Tally(2, 0, 0));
      assertThat(stale.tally()).isEqualTo(new Tally(0, 0, 1));
      assertThat(marked.tally()).isEqualTo(new Tally(1, 0, 0));
    }
  }

  @Test
  void softDeleteOfAnAbsentRowLeavesATombstoneWhereRowsAreFiltered() {
    BatchWriter writer = target.writer(target.config(Deletes.SOFT, "row.id > 0", 100));

    together(writer, given.deleteWithImage(1L, 4, "name", "out"));
    Flushed stale = together(writer, given.upsert(1L, 3, "name", "ghost"));

    assertThat(target.rows("name")).isEmpty();
    assertThat(stale.tally()).isEqualTo(new Tally(0, 0, 1));
  }

  @Test
  void twoMakersOfTheTombstoneTableDoNotHurtEachOther() throws InterruptedException {
    Thread[] makers = new Thread[4];
    for (int i = 0; i < makers.length; i++) {
      long id = i;
      BatchWriter writer = target.hard();
      makers[i] = new Thread(() -> together(writer, given.delete(id, 1)));
    }
    for (Thread maker : makers) {
      maker.start();
    }
    for (Thread maker : makers) {
      maker.join();
    }

    assertThat(target.query("SELECT count(*) FROM " + target.tombstones)).containsExactly("4");
    assertThat(target.waits).isEmpty();
  }

  @Test
  void anotherProcessCannotInsertAnAbsentKeyBesideItsDelete() throws InterruptedException {
    PortageConfig config = target.config(Deletes.HARD, null, 100);
    BatchWriter deleting = target.hard();
    BatchWriter inserting = target.stranger(config);
    together(deleting, given.delete(9L, 1));
    together(inserting, given.delete(9L, 1));
    Thread racer = new Thread(() -> together(inserting, given.upsert(1L, 3, "name", "ghost")));
    target.watched.beforeCommit(
        connection -> {
          racer.start();
          await().until(() -> !racer.isAlive() || target.waitsForAStripe());
        });

    together(deleting, given.delete(1L, 4));
    racer.join();

    assertThat(target.rows("name")).isEmpty();
    assertThat(tombstone()).contains("|[\"1\"]|" + v(4).toNumber());
  }

  @Test
  void tombstonesStayForEverUnlessAskedToExpire() {
    together(target.hard(), given.delete(1L, 5));
    target.execute("UPDATE " + target.tombstones + " SET buried_at = now() - interval '10 years'");

    together(target.hard(), given.upsert(1L, 4, "name", "old"));

    assertThat(target.rows("name")).isEmpty();
    assertThat(tombstone()).endsWith("|" + v(5).toNumber());
  }

  @Test
  void onlyTombstonesOlderThanTheExpiryGo() {
    PortageConfig config = target.config(Deletes.HARD, null, 1_000);
    together(target.writer(config), given.delete(1L, 5), given.delete(2L, 5));
    target.execute(
        "UPDATE "
            + target.tombstones
            + " SET buried_at = now() - interval '91 days' WHERE key = '[\"1\"]'");

    BatchWriter writer =
        target.writer(
            Target.with(config.target().withTombstoneExpiry(Duration.ofDays(90)), config));
    together(writer, given.upsert(3L, 1, "name", "x"));

    assertThat(target.query("SELECT key FROM " + target.tombstones)).containsExactly("[\"2\"]");
  }

  @Test
  void aTombstoneTableOfAnEarlierLayoutIsBroughtUpToDate() {
    target.execute(
        "CREATE TABLE "
            + target.tombstones
            + " (table_name text, key text COLLATE \"C\", version numeric NOT NULL,"
            + " PRIMARY KEY (table_name, key))");
    target.execute(
        "INSERT INTO %s VALUES ('%s', '[\"1\"]', %s)"
            .formatted(target.tombstones, target.table, v(5).toNumber()));

    Flushed flushed =
        together(target.hard(), given.upsert(1L, 4, "name", "ghost"), given.delete(2L, 5));

    assertThat(target.rows("name")).isEmpty();
    assertThat(flushed.tally()).isEqualTo(new Tally(1, 0, 1));
    assertThat(target.query("SELECT count(buried_at) FROM " + target.tombstones))
        .containsExactly("2");
  }

  @Test
  void aKeyAsLongAsAnIndexTakesLeavesATombstone() {
    Random random = new Random(7);
    String key = random.ints(2_600, 'a', 'z' + 1).mapToObj(Character::toString).collect(joining());
    try (Target keyed = new Target(sandbox, "id text primary key", "name text")) {
      Flushed deleted =
          inTurn(keyed.hard(), keyed.given.upsert(key, 2, "name", "a"), keyed.given.delete(key, 4));
      Flushed stale = together(keyed.hard(), keyed.given.upsert(key, 3, "name", "ghost"));

      assertThat(keyed.rows("name")).isEmpty();
      assertThat(deleted.tally()).isEqualTo(new Tally(1, 0, 0));
      assertThat(stale.tally()).isEqualTo(new Tally(0, 0, 1));
    }
  }

  @Test
  void columnsMayBeNamedLikeTheFieldsOfStatements() {
    String columns = "\"#key\" text, \"#n\" int, \"#v0\" int, \"#dead\" int, \"#0x\" int";
    try (Target odd = new Target(sandbox, columns)) {
      BatchWriter writer = odd.hard();

      together(
          writer,
          odd.given.upsert(1L, 2, "#key", "a", "#n", 1L, "#v0", 2L, "#dead", 3L, "#0x", 4L));
      together(writer, odd.given.partial(1L, 3, "#n", 5L), odd.given.delete(2L, 3));
      Flushed stale = together(writer, odd.given.upsert(2L, 2, "#key", "ghost"));

      assertThat(odd.rows("\"#key\", \"#n\", \"#v0\", \"#dead\", \"#0x\""))
          .containsExactly("a|5|2|3|4");
      assertThat(stale.tally()).isEqualTo(new Tally(0, 0, 1));
    }
  }
}
