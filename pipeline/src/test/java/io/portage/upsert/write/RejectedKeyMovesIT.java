package io.portage.upsert.write;

import static io.portage.upsert.write.UpsertData.v;
import static org.assertj.core.api.Assertions.assertThat;

import io.portage.config.TableConfig.DeleteMode;
import io.portage.model.Change;
import io.portage.model.Change.Op;
import io.portage.model.Change.RowLineage;
import io.portage.model.Version;
import io.portage.sandbox.Sandbox;
import io.portage.sandbox.junit.SandboxExtension;
import io.portage.sink.WriteCounts;
import io.portage.sink.WriteResult;
import io.portage.upsert.write.TestDatabase.PostgresOnly;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Key changes of rows that the target rejects at the old key, because rows that they need there
 * have been deleted since; the source's rows are valid in the end.
 */
@ExtendWith(SandboxExtension.class)
class RejectedKeyMovesIT {
  private MovingTarget parents;
  private MovingTarget children;

  @BeforeEach
  void createTables(Sandbox sandbox) {
    parents = new MovingTarget(sandbox, "name text");
    children =
        parents.beside(
            sandbox,
            "parent bigint, name text, note text, big text, rank int CHECK (rank > 0),"
                + " made int NOT NULL DEFAULT 7, number bigint GENERATED ALWAYS AS IDENTITY");
    children.target.execute(
        "ALTER TABLE %s ADD CONSTRAINT to_parent FOREIGN KEY (parent) REFERENCES %s"
            .formatted(children.target.table, parents.target.table));
    children.target.execute(
        "CREATE UNIQUE INDEX ON " + children.target.table + " (name) WHERE gone IS NOT TRUE");
  }

  @AfterEach
  void dropTables() {
    children.close();
    parents.close();
  }

  private MovingTarget.Shard shard(DeleteMode deletes) {
    return children.shard(deletes);
  }

  private Change orphan(long id, long version) {
    return children.given.upsert(
        id, version, "parent", 77L, "name", "n", "note", "NOTE", "big", "BIG");
  }

  private void assertMoved(long to) {
    assertThat(children.dead).isEmpty();
    assertThat(children.liveRows("id, parent, name, note, big, made"))
        .containsExactly(to + "|~|new|NOTE|BIG|7");
    children.assertNoMovedRows();
  }

  @ParameterizedTest
  @EnumSource(DeleteMode.class)
  void aChildWhoseFirstParentIsDeletedMoves(DeleteMode deletes) {
    MovingTarget.Shard shard = shard(deletes);

    WriteResult first = shard.write(orphan(1, 2), children.moved(1, 5, 2));
    assertThat(shard.parked.isEmpty()).isTrue();
    shard.write(children.arrived(2, 5, "parent", null, "name", "new"));

    assertThat(first.counts()).isEqualTo(new WriteCounts(1, 0, 0));
    assertThat(first.superseded()).isEqualTo(1);
    assertThat(first.completions()).hasSize(1);
    assertMoved(2);
  }

  @ParameterizedTest
  @EnumSource(DeleteMode.class)
  void theDeleteMayArriveInALaterBatchAndAfterTheNewRow(DeleteMode deletes) {
    MovingTarget.Shard old = shard(deletes);
    MovingTarget.Shard neu = shard(deletes);

    neu.write(children.arrived(2, 5, "parent", null, "name", "new"));
    old.write(orphan(1, 2));
    assertThat(old.parked.size()).isEqualTo(1);
    old.write(children.moved(1, 5, 2));
    children.retry(old, neu);

    assertMoved(2);
  }

  @ParameterizedTest
  @EnumSource(DeleteMode.class)
  void aRowThatMovesTwiceSkipsAKeyThatRejectsIt(DeleteMode deletes) {
    MovingTarget.Shard one = shard(deletes);
    MovingTarget.Shard two = shard(deletes);
    MovingTarget.Shard three = shard(deletes);

    three.write(children.arrived(3, 9, "parent", null, "name", "new"));
    two.write(children.arrived(2, 5, "parent", 78L, "name", "between"), children.moved(2, 9, 3));
    one.write(orphan(1, 2), children.moved(1, 5, 2));
    children.retry(one, two, three);

    assertMoved(3);
  }

  @ParameterizedTest
  @EnumSource(DeleteMode.class)
  void aRowWhoseUniqueValueIsTakenMoves(DeleteMode deletes) {
    MovingTarget.Shard shard = shard(deletes);
    shard.write(children.given.upsert(9L, 7, "name", "n"));

    shard.write(
        children.given.upsert(1L, 2, "name", "n", "note", "NOTE", "big", "BIG"),
        children.moved(1, 5, 2),
        children.arrived(2, 5, "name", "new"));
    children.retry(shard);

    assertThat(children.dead).isEmpty();
    assertThat(children.liveRows("id, name, note")).containsExactly("2|new|NOTE", "9|n|~");
    children.assertNoMovedRows();
  }

  @ParameterizedTest
  @EnumSource(DeleteMode.class)
  void aRowThatACheckRejectsMoves(DeleteMode deletes) {
    MovingTarget.Shard shard = shard(deletes);

    shard.write(
        children.given.upsert(1L, 2, "name", "n", "note", "NOTE", "big", "BIG", "rank", -1),
        children.moved(1, 5, 2),
        children.arrived(2, 5, "name", "new", "rank", 1));
    children.retry(shard);

    assertMoved(2);
  }

  @ParameterizedTest
  @EnumSource(DeleteMode.class)
  void aRejectedUpdateMovesWithItsRow(DeleteMode deletes) {
    MovingTarget.Shard shard = shard(deletes);
    shard.write(
        children.given.upsert(1L, 1, "name", "n", "note", "OLD", "big", "BIG", "made", 8),
        children.given.upsert(3L, 1, "name", "o", "note", "OLD", "big", "BIG"));

    shard.write(
        children.given.partial(1L, 2, "parent", 77L, "note", "NOTE"),
        children.moved(1, 5, 2),
        children.arrived(2, 5, "parent", null, "name", "new"),
        children.given.upsert(3L, 2, "parent", 77L, "name", "o", "note", "NOTE"),
        children.moved(3, 5, 4),
        children.arrived(4, 5, "parent", null));
    children.retry(shard);

    assertThat(children.dead).isEmpty();
    assertThat(children.liveRows("id, parent, name, note, big, made"))
        .containsExactly("2|~|new|NOTE|BIG|8", "4|~|o|NOTE|BIG|7");
    children.assertNoMovedRows();
  }

  /** The version of the target's row lies between the versions of the columns. */
  @Test
  void onlyColumnsWithNewerVersionsMove() {
    MovingTarget.Shard shard = shard(DeleteMode.HARD);
    shard.write(children.given.upsert(1L, 3, "name", "n", "note", "STANDS", "big", "BIG"));
    Version[] versions = {v(4), v(4), v(2)};
    Change update =
        children.given.change(
            Op.UPSERT,
            1L,
            UpsertData.withKey(1L, "parent", 77L, "note", "OLDER"),
            new RowLineage(v(4), null, null, null, versions));

    shard.write(update, children.moved(1, 5, 2), children.arrived(2, 5, "parent", null));
    children.retry(shard);

    assertThat(children.dead).isEmpty();
    assertThat(children.liveRows("id, name, note, big")).containsExactly("2|n|STANDS|BIG");
  }

  @Test
  void theDefaultsOfTheDatabaseAreApplied() {
    MovingTarget.Shard shard = shard(DeleteMode.HARD);
    children.target.execute(
        "ALTER TABLE " + children.target.table + " ALTER made SET DEFAULT (40 + 2)");

    shard.write(orphan(1, 2), orphan(3, 2), children.moved(1, 5, 2), children.moved(3, 5, 4));
    shard.write(
        children.arrived(2, 5, "parent", null, "name", "a"),
        children.arrived(4, 5, "parent", null, "name", "b"));

    assertThat(children.liveRows("id, name, made")).containsExactly("2|a|42", "4|b|42");
    assertThat(children.target.query("SELECT DISTINCT number FROM " + children.target.table))
        .hasSize(2)
        .doesNotContain("~");
  }

  /** Applied changes are delivered again, in different batches and orders. */
  @ParameterizedTest
  @EnumSource(DeleteMode.class)
  void aRedeliveryChangesNothing(DeleteMode deletes) {
    for (int seed = 0; seed < 6; seed++) {
      long at = 10L * seed;
      List<Change> all =
          new ArrayList<>(
              List.of(
                  orphan(at + 1, 2),
                  children.moved(at + 1, 5, at + 2),
                  children.arrived(at + 2, 5, "parent", null, "name", "new" + at),
                  children.moved(at + 2, 9, at + 3),
                  children.arrived(at + 3, 9, "parent", null)));
      MovingTarget.Shard first = shard(deletes);
      first.write(all.subList(0, 2).toArray(Change[]::new));
      first.write(all.subList(2 * (seed % 2), 2 + seed % 4).toArray(Change[]::new));
      MovingTarget.Shard second = shard(deletes);
      second.write(all.toArray(Change[]::new));
      children.retry(second);
      Collections.shuffle(all, new Random(seed));
      MovingTarget.Shard third = shard(deletes);
      all.forEach(third::write);
      children.retry(third);

      assertThat(children.dead).isEmpty();
      assertThat(children.liveRows("id, name, note, big").get(seed))
          .isEqualTo(at + 3 + "|new" + at + "|NOTE|BIG");
      assertThat(second.parked.isEmpty()).isTrue();
      assertThat(third.parked.isEmpty()).isTrue();
      children.assertNoMovedRows();
    }
    assertThat(children.liveRows("id")).hasSize(6);
  }

  /** The writer does not know the result of the commit and writes the row again. */
  @ParameterizedTest
  @EnumSource(DeleteMode.class)
  void aConnectionLostAtCommitCausesNoDeadLetter(DeleteMode deletes) {
    MovingTarget.Shard shard = shard(deletes);
    shard.write(children.moved(8, 1, 9));
    String kept = "SELECT version FROM " + children.target.tombstones + "_moved";
    children.target.watched.afterCommit(
        connection -> {
          if (!children.target.query(kept).isEmpty()) {
            children.target.watched.afterCommit(none -> {});
            throw new SQLException("the connection is lost", "08006");
          }
        });

    shard.write(
        children.given.upsert(1L, 2, "name", "n", "note", "NOTE", "big", "BIG", "rank", -1),
        children.moved(1, 5, 2));
    shard.write(children.arrived(2, 5, "parent", null, "name", "new", "rank", null));

    assertThat(children.target.waits).containsExactly("08006");
    assertThat(shard.parked.isEmpty()).isTrue();
    assertMoved(2);
  }

  @Test
  void aRowThatOccupiesTheOldKeyIsCounted() {
    MovingTarget.Shard shard = shard(DeleteMode.HARD);
    shard.write(children.given.upsert(2L, 1, "name", "other"));

    WriteResult result =
        shard.write(
            children.arrivedFull(2, 5, "parent", 77L, "name", "a"), children.moved(2, 9, 3));

    assertThat(result.occupiedKeys()).isEqualTo(1);
    assertThat(shard.parked.isEmpty()).isTrue();
  }

  @ParameterizedTest
  @EnumSource(DeleteMode.class)
  void aRowThatWasDeletedSinceDoesNotMove(DeleteMode deletes) {
    MovingTarget.Shard shard = shard(deletes);
    shard.write(children.given.delete(1L, 3));

    shard.write(orphan(1, 2), children.moved(1, 5, 2));

    assertThat(shard.parked.isEmpty()).isTrue();
    children.assertNoMovedRows();
    assertThat(children.liveRows("id")).isEmpty();
  }

  @Test
  void aNewerRowAtTheNewKeyNeedsNoMovedRow() {
    MovingTarget.Shard shard = shard(DeleteMode.HARD);
    shard.write(children.given.upsert(2L, 8, "name", "newer"));

    shard.write(orphan(1, 2), children.moved(1, 5, 2));

    assertThat(shard.parked.isEmpty()).isTrue();
    assertThat(children.liveRows("id, name")).containsExactly("2|newer");
    children.assertNoMovedRows();
  }

  /** The rows that refer to the old row can follow before it is deleted. */
  @Test
  void aReferencedRowIsStoredWithItsRejectedUpdate(Sandbox sandbox) {
    try (MovingTarget grandchildren = parents.beside(sandbox, "parent bigint")) {
      grandchildren.target.execute(
          "ALTER TABLE %s ADD CONSTRAINT to_child FOREIGN KEY (parent) REFERENCES %s"
              .formatted(grandchildren.target.table, children.target.table));
      MovingTarget.Shard shard = shard(DeleteMode.HARD);
      MovingTarget.Shard follow = grandchildren.shard(DeleteMode.HARD);
      shard.write(children.given.upsert(1L, 1, "name", "n", "note", "OLD", "big", "BIG"));
      follow.write(grandchildren.given.upsert(1L, 1, "parent", 1L));

      shard.write(
          children.given.partial(1L, 2, "parent", 77L, "note", "NOTE"),
          children.moved(1, 5, 2),
          children.arrived(2, 5, "parent", null, "name", "new"));
      follow.write(grandchildren.given.upsert(1L, 6, "parent", 2L));
      children.retry(shard, follow);

      assertMoved(2);
      assertThat(grandchildren.liveRows("id, parent")).containsExactly("1|2");
    }
  }

  /** A row that cannot move does not delay the others. */
  @Test
  @PostgresOnly("a query for the rejected rows of a batch")
  void manyRowsMoveAtOnce() {
    MovingTarget.Shard shard = shard(DeleteMode.HARD);
    List<Change> changes = new ArrayList<>();
    List<Change> arrivals = new ArrayList<>();
    for (long id = 1; id <= 50; id++) {
      changes.add(children.given.upsert(id, 2, "parent", 77L, "note", "NOTE " + id));
      arrivals.add(children.arrived(id + 100, 5, "parent", null));
    }
    for (long id = 1; id <= 50; id++) {
      changes.add(children.moved(id, 5, id + 100));
    }
    int before = children.target.watched.transactions();

    shard.write(changes.toArray(Change[]::new));
    assertThat(children.target.watched.transactions() - before).isLessThan(12);
    shard.write(arrivals.toArray(Change[]::new));

    assertThat(children.dead).isEmpty();
    assertThat(children.liveRows("id")).hasSize(50);
    assertThat(children.liveRows("note")).doesNotHaveDuplicates().doesNotContain("~");
    children.assertNoMovedRows();
  }

  @Test
  void aRowThatIsRejectedAtItsNewKeyIsADeadLetter() {
    MovingTarget.Shard shard = shard(DeleteMode.HARD);

    shard.write(
        orphan(1, 2),
        children.moved(1, 5, 2),
        children.arrived(2, 5, "parent", null, "name", "new", "rank", -1));
    children.retry(shard);

    assertThat(children.dead).hasSize(1);
    assertThat(children.dead.get(0).change().key()).isEqualTo(MovingTarget.key(2L));
    assertThat(children.liveRows("id")).isEmpty();
  }
}
