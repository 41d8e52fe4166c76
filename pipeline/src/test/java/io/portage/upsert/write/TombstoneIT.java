package io.portage.upsert.write;

import static io.portage.upsert.write.TestTarget.inTurn;
import static io.portage.upsert.write.TestTarget.together;
import static io.portage.upsert.write.UpsertData.v;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.portage.config.PortageConfig;
import io.portage.config.TableConfig.DeleteMode;
import io.portage.sink.WriteCounts;
import io.portage.sink.WriteResult;
import io.portage.upsert.write.TestDatabase.PostgresOnly;
import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class TombstoneIT extends NamesTargetCase {
  private String tombstone() {
    return String.join(
        " ", target.query("SELECT table_name, key, version FROM " + target.tombstones));
  }

  @Test
  void deleteThenStaleUpdateLeavesTheRowAbsent() {
    BatchWriter writer = target.hard();

    WriteResult deleted = inTurn(writer, given.upsert(1L, 2, "name", "a"), given.delete(1L, 4));
    WriteResult stale = together(writer, given.upsert(1L, 3, "name", "ghost"));

    assertThat(target.rows("name")).isEmpty();
    assertThat(tombstone()).isEqualTo(target.canonical() + "|[\"1\"]|" + v(4).toNumber());
    assertThat(deleted.counts()).isEqualTo(new WriteCounts(1, 0, 0));
    assertThat(stale.counts()).isEqualTo(new WriteCounts(0, 0, 1));
    assertThat(stale.dead()).isEmpty();
  }

  @Test
  void staleDeleteAfterNewerInsertLeavesTheRowAndNoTombstone() {
    WriteResult result =
        inTurn(target.hard(), given.upsert(1L, 5, "name", "a"), given.delete(1L, 4));

    assertThat(target.rows("name")).containsExactly("a");
    assertThat(tombstone()).isEmpty();
    assertThat(result.counts()).isEqualTo(new WriteCounts(0, 0, 1));
  }

  @Test
  void aNewerInsertPassesATombstoneAndALaterDeleteRaisesIt() {
    BatchWriter writer = target.hard();

    WriteResult inserted = inTurn(writer, given.delete(1L, 4), given.upsert(1L, 5, "name", "b"));

    assertThat(target.rows("name")).containsExactly("b");
    assertThat(inserted.counts()).isEqualTo(new WriteCounts(1, 0, 0));

    together(writer, given.delete(1L, 6));

    assertThat(target.rows("name")).isEmpty();
    assertThat(tombstone()).endsWith("|" + v(6).toNumber());
  }

  @Test
  void classifiesDeletesOfAbsentRows() {
    BatchWriter writer = target.hard();
    together(writer, given.delete(1L, 4), given.delete(2L, 4), given.delete(3L, 4));

    WriteResult result =
        together(writer, given.delete(1L, 4), given.delete(2L, 3), given.delete(3L, 5));

    assertThat(result.counts()).isEqualTo(new WriteCounts(1, 1, 1));
  }

  @Test
  void hardDeleteRemovesABulkLoadedRow() {
    target.execute("INSERT INTO " + target.table + " (id, name) VALUES (1, 'bulk')");

    together(target.hard(), given.delete(1L, 1));

    assertThat(target.rows("name")).isEmpty();
  }

  @Test
  void softDeleteOfAnAbsentRowLeavesATombstoneWhereAColumnIsRequired() {
    try (TestTarget required = new TestTarget(sandbox, "name text NOT NULL")) {
      BatchWriter writer = required.soft();

      WriteResult deleted =
          together(writer, required.given.delete(1L, 4), required.given.upsert(2L, 4, "name", "b"));
      WriteResult stale = together(writer, required.given.upsert(1L, 3, "name", "ghost"));
      WriteResult marked = together(writer, required.given.delete(2L, 5));

      assertThat(required.rows("id, name, gone")).containsExactly("2|b|t");
      assertThat(deleted.counts()).isEqualTo(new WriteCounts(2, 0, 0));
      assertThat(stale.counts()).isEqualTo(new WriteCounts(0, 0, 1));
      assertThat(marked.counts()).isEqualTo(new WriteCounts(1, 0, 0));
    }
  }

  @Test
  void softDeleteOfAnAbsentRowLeavesATombstoneWhereRowsAreFiltered() {
    BatchWriter writer = target.writer(target.config(DeleteMode.SOFT, "row.id > 0", 100));

    together(writer, given.deleteWithImage(1L, 4, "name", "out"));
    WriteResult stale = together(writer, given.upsert(1L, 3, "name", "ghost"));

    assertThat(target.rows("name")).isEmpty();
    assertThat(stale.counts()).isEqualTo(new WriteCounts(0, 0, 1));
  }

  @Test
  void twoWritersMayCreateTheTombstoneTableAtOnce() throws InterruptedException {
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
    PortageConfig config = target.config(DeleteMode.HARD, null, 100);
    BatchWriter deleting = target.hard();
    BatchWriter inserting = target.otherProcess(config);
    together(deleting, given.delete(9L, 1));
    together(inserting, given.delete(9L, 1));
    Thread racer = new Thread(() -> together(inserting, given.upsert(1L, 3, "name", "ghost")));
    target.watched.beforeCommit(
        connection -> {
          racer.start();
          await().until(() -> !racer.isAlive() || target.isBlockedByAStripe());
        });

    together(deleting, given.delete(1L, 4));
    racer.join();

    assertThat(target.rows("name")).isEmpty();
    assertThat(tombstone()).contains("|[\"1\"]|" + v(4).toNumber());
  }

  @Test
  void aTableIsTheSameUnderAnyConfiguredName() {
    PortageConfig bare = target.config(DeleteMode.HARD, null, 100);
    PortageConfig named = target.named(target.canonical());
    UpsertData qualified = new UpsertData(target.canonical());
    together(target.writer(bare), given.upsert(1L, 2, "name", "a"), given.delete(2L, 9));

    together(target.writer(named), qualified.delete(1L, 4));
    WriteResult stale =
        together(
            target.writer(named),
            qualified.upsert(1L, 3, "name", "ghost"),
            qualified.upsert(2L, 8, "name", "ghost"));
    WriteResult again = together(target.writer(bare), given.upsert(1L, 3, "name", "ghost"));

    assertThat(target.rows("name")).isEmpty();
    assertThat(stale.counts()).isEqualTo(new WriteCounts(0, 0, 2));
    assertThat(again.counts()).isEqualTo(new WriteCounts(0, 0, 1));
  }

  @Test
  void twoNamesOfATableHaveOneLock() throws InterruptedException {
    PortageConfig bare = target.config(DeleteMode.HARD, null, 100);
    String name = target.canonical();
    BatchWriter other = target.otherProcess(target.named(name));
    BatchWriter writer = target.writer(bare);
    together(writer, given.delete(9L, 1));
    together(other, new UpsertData(name).delete(9L, 1));
    Thread racer =
        new Thread(() -> together(other, new UpsertData(name).upsert(1L, 3, "name", "ghost")));
    target.watched.beforeCommit(
        connection -> {
          racer.start();
          await().until(() -> !racer.isAlive() || target.isBlockedByAStripe());
        });

    together(writer, given.delete(1L, 4));
    racer.join();

    assertThat(target.rows("name")).isEmpty();
  }

  @Test
  @PostgresOnly("earlier layouts of the tombstone table")
  void tombstonesOfTheUnqualifiedNameAreAdoptedAndTheNewerOneStays() {
    BatchWriter writer = target.hard();
    together(writer, given.delete(1L, 5), given.delete(2L, 5), given.delete(3L, 5));
    String stones = target.tombstones;
    target.execute(
        ("UPDATE %1$s SET table_name = '%2$s' WHERE key <> '[\"3\"]';"
                + " INSERT INTO %1$s SELECT 'public.%2$s', key, key_digest, version + 1"
                + " FROM %1$s WHERE key = '[\"2\"]';"
                + " INSERT INTO %1$s SELECT '%2$s', key, key_digest, version + 1"
                + " FROM %1$s WHERE key = '[\"3\"]'")
            .formatted(stones, target.table));

    WriteResult result =
        together(
            target.hard(),
            given.upsert(1L, 4, "name", "ghost"),
            given.upsert(2L, 5, "name", "ghost"),
            given.upsert(3L, 5, "name", "ghost"));

    String old = v(5).toNumber().toString();
    String newer = v(5).toNumber().add(BigInteger.ONE).toString();
    assertThat(result.counts().applied()).isZero();
    assertThat(target.query("SELECT table_name, key, version FROM " + stones + " ORDER BY key"))
        .containsExactly(
            target.canonical() + "|[\"1\"]|" + old,
            target.canonical() + "|[\"2\"]|" + newer,
            target.canonical() + "|[\"3\"]|" + newer);
  }

  @Test
  @PostgresOnly("earlier layouts of the tombstone table")
  void aTombstoneTableOfAnEarlierLayoutIsUpgraded() {
    target.execute(
        "CREATE TABLE "
            + target.tombstones
            + " (table_name text, key text COLLATE \"C\", version numeric NOT NULL,"
            + " PRIMARY KEY (table_name, key))");
    target.execute(
        "INSERT INTO %s VALUES ('%s', '[\"1\"]', %s)"
            .formatted(target.tombstones, target.table, v(5).toNumber()));

    WriteResult result =
        together(target.hard(), given.upsert(1L, 4, "name", "ghost"), given.delete(2L, 5));

    assertThat(target.rows("name")).isEmpty();
    assertThat(result.counts()).isEqualTo(new WriteCounts(1, 0, 1));
    assertThat(target.query("SELECT count(deleted_at) FROM " + target.tombstones))
        .containsExactly("2");
  }

  @Test
  @PostgresOnly("the limit of an index entry")
  void aKeyOfTheGreatestIndexableLengthLeavesATombstone() {
    Random random = new Random(7);
    // An index entry has at most 2,704 bytes: the key fits into the table's own index, but not into
    // one with more columns.
    String key = random.ints(2_680, 'a', 'z' + 1).mapToObj(Character::toString).collect(joining());
    try (TestTarget keyed = new TestTarget(sandbox, "id text primary key", "name text")) {
      WriteResult deleted =
          inTurn(keyed.hard(), keyed.given.upsert(key, 2, "name", "a"), keyed.given.delete(key, 4));
      WriteResult stale = together(keyed.hard(), keyed.given.upsert(key, 3, "name", "ghost"));

      assertThat(keyed.rows("name")).isEmpty();
      assertThat(deleted.counts()).isEqualTo(new WriteCounts(1, 0, 0));
      assertThat(stale.counts()).isEqualTo(new WriteCounts(0, 0, 1));
    }
  }

  @Test
  void columnsMayBeNamedLikeTheFieldsOfStatements() {
    String columns = "\"#key\" text, \"#n\" int, \"#v0\" int, \"#dead\" int, \"#0x\" int";
    try (TestTarget odd = new TestTarget(sandbox, columns)) {
      BatchWriter writer = odd.hard();

      together(
          writer,
          odd.given.upsert(1L, 2, "#key", "a", "#n", 1L, "#v0", 2L, "#dead", 3L, "#0x", 4L));
      together(writer, odd.given.partial(1L, 3, "#n", 5L), odd.given.delete(2L, 3));
      WriteResult stale = together(writer, odd.given.upsert(2L, 2, "#key", "ghost"));

      assertThat(odd.rows("\"#key\", \"#n\", \"#v0\", \"#dead\", \"#0x\""))
          .containsExactly("a|5|2|3|4");
      assertThat(stale.counts()).isEqualTo(new WriteCounts(0, 0, 1));
    }
  }
}
