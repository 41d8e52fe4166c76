package io.portage.upsert.write;

import static io.portage.upsert.write.TestTarget.inTurn;
import static io.portage.upsert.write.TestTarget.together;
import static io.portage.upsert.write.UpsertData.v;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.portage.config.PortageConfig;
import io.portage.config.TableConfig.DeleteMode;
import io.portage.model.Change;
import io.portage.model.Change.Op;
import io.portage.model.Change.RowLineage;
import io.portage.model.Reason;
import io.portage.model.Row;
import io.portage.model.SourcePosition;
import io.portage.model.Version;
import io.portage.sandbox.Sandbox;
import io.portage.sink.WriteCounts;
import io.portage.sink.WriteResult;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Key changes of partial rows: the old row completes the row of the new key. */
class MoveIT extends MovingTargetCase {
  @ParameterizedTest
  @EnumSource(DeleteMode.class)
  void aPartialRowIsCompletedAfterTheDeleteOfTheOldKey(DeleteMode deletes) {
    WriteResult result =
        inTurn(
            moving.writer(deletes),
            given.upsert(1L, 1, "name", "a", "big", "LONG"),
            moving.moved(1, 5, 2),
            moving.arrived(2, 5, "name", "b"));

    assertThat(moving.liveRows()).containsExactly("2|b|LONG|4");
    assertThat(result.counts()).isEqualTo(new WriteCounts(1, 0, 0));
    assertThat(target.rows("id, v, gone").get(deletes == DeleteMode.SOFT ? 1 : 0))
        .startsWith("2|" + v(5).toNumber());
  }

  @ParameterizedTest
  @EnumSource(DeleteMode.class)
  void aPartialRowIsCompletedInTheSameBatch(DeleteMode deletes) {
    BatchWriter writer = moving.writer(deletes);
    together(writer, given.upsert(1L, 1, "name", "a", "big", "LONG"));

    WriteResult result = together(writer, moving.moved(1, 5, 2), moving.arrived(2, 5, "name", "b"));

    assertThat(moving.liveRows()).containsExactly("2|b|LONG|4");
    assertThat(result.counts()).isEqualTo(new WriteCounts(2, 0, 0));
  }

  @ParameterizedTest
  @EnumSource(DeleteMode.class)
  void aPartialRowBeforeTheDeleteIsCompletedOnRedelivery(DeleteMode deletes) {
    BatchWriter writer = moving.writer(deletes);
    together(writer, given.upsert(1L, 1, "name", "a", "big", "LONG"));

    WriteResult first = together(writer, moving.arrived(2, 5, "name", "b"));
    together(writer, moving.moved(1, 5, 2));
    together(writer, moving.arrived(2, 5, "name", "b"));

    assertThat(first.parked().get(0).cause().reason()).isEqualTo(Reason.ROW_MISSING);
    assertThat(moving.liveRows()).containsExactly("2|b|LONG|4");
  }

  @ParameterizedTest
  @EnumSource(DeleteMode.class)
  void olderEventsDoNotRestoreTheOldRow(DeleteMode deletes) {
    WriteResult stale =
        inTurn(
            moving.writer(deletes),
            given.upsert(1L, 1, "name", "a", "big", "LONG"),
            moving.moved(1, 5, 2),
            given.upsert(1L, 4, "name", "ghost", "big", "GHOST"));

    assertThat(moving.liveRows()).isEmpty();
    assertThat(stale.counts()).isEqualTo(new WriteCounts(0, 0, 1));

    inTurn(moving.writer(deletes), moving.arrived(2, 5, "name", "b"));

    assertThat(moving.liveRows()).containsExactly("2|b|LONG|4");
  }

  @ParameterizedTest
  @EnumSource(DeleteMode.class)
  void aFullRowIsNotChanged(DeleteMode deletes) {
    WriteResult result =
        inTurn(
            moving.writer(deletes),
            given.upsert(1L, 1, "name", "a", "big", "OLD"),
            given.upsert(2L, 5, "name", "b", "big", "NEW"),
            moving.moved(1, 5, 2));

    assertThat(moving.liveRows()).containsExactly("2|b|NEW|3");
    assertThat(result.counts()).isEqualTo(new WriteCounts(1, 0, 0));
  }

  @ParameterizedTest
  @EnumSource(DeleteMode.class)
  void anOlderRowAtTheNewKeyCompletesNothingAndIsReplacedInTheEnd(DeleteMode deletes) {
    WriteResult parked =
        inTurn(
            moving.writer(deletes),
            given.upsert(1L, 3, "name", "a", "big", "MINE"),
            given.upsert(2L, 2, "name", "x", "big", "OTHERS"),
            moving.arrived(2, 5, "name", "b"));

    assertThat(parked.parked()).hasSize(1);

    BatchWriter writer = moving.writer(deletes);
    WriteResult stillParked =
        inTurn(writer, moving.moved(1, 5, 2), moving.arrived(2, 5, "name", "b"));

    assertThat(stillParked.parked()).hasSize(1);
    assertThat(moving.liveRows()).containsExactly("2|x|OTHERS|6");

    WriteResult last = new WriteResult();
    writer.writeIsolatingEach(List.of(moving.arrived(2, 5, "name", "b")), last);

    assertThat(last.occupiedKeys()).isEqualTo(1);
    assertThat(moving.liveRows()).containsExactly("2|b|MINE|4");
    moving.assertNoMovedRows();
  }

  @ParameterizedTest
  @EnumSource(DeleteMode.class)
  void nothingIsWrittenToAKeyThatWasDeletedSince(DeleteMode deletes) {
    inTurn(
        moving.writer(deletes),
        given.upsert(1L, 1, "name", "a", "big", "LONG"),
        given.upsert(2L, 2, "name", "x"),
        given.delete(2L, 9),
        moving.moved(1, 5, 2));

    assertThat(moving.liveRows()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(DeleteMode.class)
  void aRowMovesToAKeyThatWasDeletedBefore(DeleteMode deletes) {
    inTurn(
        moving.writer(deletes),
        given.upsert(1L, 1, "name", "a", "big", "LONG"),
        given.upsert(2L, 2, "name", "x"),
        given.delete(2L, 4),
        moving.moved(1, 5, 2),
        moving.arrived(2, 5, "name", "b"));

    assertThat(moving.liveRows()).containsExactly("2|b|LONG|4");
  }

  @ParameterizedTest
  @EnumSource(DeleteMode.class)
  void aRedeliveryChangesNothing(DeleteMode deletes) {
    BatchWriter writer = moving.writer(deletes);
    inTurn(
        writer,
        given.upsert(1L, 1, "name", "a", "big", "LONG"),
        moving.moved(1, 5, 2),
        moving.arrived(2, 5, "name", "b"));

    WriteResult again = inTurn(writer, moving.moved(1, 5, 2));

    assertThat(again.counts()).isEqualTo(new WriteCounts(0, 1, 0));
    assertThat(moving.liveRows()).containsExactly("2|b|LONG|4");

    inTurn(writer, moving.moved(2, 8, 1), moving.moved(1, 5, 2), moving.arrived(1, 8, "name", "c"));

    assertThat(moving.liveRows()).containsExactly("1|c|LONG|4");
    moving.assertNoMovedRows();
  }

  @ParameterizedTest
  @EnumSource(DeleteMode.class)
  void aNewerRowAtTheOldKeyStays(DeleteMode deletes) {
    WriteResult stale =
        inTurn(moving.writer(deletes), given.upsert(1L, 7, "name", "newer"), moving.moved(1, 5, 2));

    assertThat(moving.liveRows()).containsExactly("1|newer|~|~");
    assertThat(stale.counts()).isEqualTo(new WriteCounts(0, 0, 1));
  }

  @Test
  void movedRowsExpireWithTheTombstones() {
    PortageConfig config = target.config(DeleteMode.SOFT, null, 100);
    PortageConfig expiring =
        TestTarget.with(config.target().withTombstoneExpiry(Duration.ofDays(90)), config);
    inTurn(
        target.writer(config),
        given.upsert(1L, 1, "name", "a"),
        moving.moved(1, 5, 2),
        given.upsert(3L, 1, "name", "b"),
        moving.moved(3, 5, 4));
    target.execute(
        "UPDATE "
            + target.tombstones
            + "_moved SET moved_at = now() - interval '91 days' WHERE \"row\" ->> 'name' = 'a'");

    target.expiry(expiring, moving.clock).step();

    assertThat(target.query("SELECT \"row\" ->> 'name' FROM " + target.tombstones + "_moved"))
        .containsExactly("b");
  }

  @Test
  void aRowMarkedDeletedCompletesNothing() {
    BatchWriter writer = target.soft();

    inTurn(writer, given.upsert(1L, 1, "name", "a"), given.delete(1L, 2), moving.moved(1, 5, 2));

    assertThat(moving.liveRows()).isEmpty();
    assertThat(target.rows("id")).containsExactly("1");
  }

  @ParameterizedTest
  @EnumSource(DeleteMode.class)
  void aRowThatWasLoadedWithoutAVersionMoves(DeleteMode deletes) {
    target.execute("INSERT INTO " + target.table + " (id, name, big) VALUES (1, 'bulk', 'LONG')");

    inTurn(moving.writer(deletes), moving.moved(1, 5, 2), moving.arrived(2, 5, "name", "b"));

    assertThat(moving.liveRows()).containsExactly("2|b|LONG|4");
  }

  @ParameterizedTest
  @EnumSource(DeleteMode.class)
  void aUniqueIndexOfRowsThatAreNotDeletedIsRespected(DeleteMode deletes) {
    target.execute("CREATE UNIQUE INDEX ON " + target.table + " (big) WHERE gone IS NOT TRUE");

    WriteResult result =
        inTurn(
            moving.writer(deletes),
            given.upsert(1L, 1, "name", "a", "big", "LONG"),
            moving.moved(1, 5, 2),
            moving.arrived(2, 5, "name", "b"));

    assertThat(result.dead()).isEmpty();
    assertThat(moving.liveRows()).containsExactly("2|b|LONG|4");
  }

  @Test
  void rowsWithAnIdentityColumnMove(Sandbox sandbox) {
    try (TestTarget identity =
        new TestTarget(
            sandbox, "id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY", "name text, big text")) {
      WriteResult result =
          inTurn(
              identity.hard(),
              identity.given.upsert(1L, 1, "name", "a", "big", "LONG"),
              identity.given.delete(1L, 5).withNewKey(MovingTarget.key(2L)),
              identity.given.change(
                  Op.UPSERT,
                  2L,
                  UpsertData.withKey(2L, "name", "b"),
                  RowLineage.partialRowMovedHere(v(5))));

      assertThat(result.dead()).isEmpty();
      assertThat(identity.rows("id, name, big")).containsExactly("2|b|LONG");
    }
  }

  @ParameterizedTest
  @EnumSource(DeleteMode.class)
  void aCreateOfThePositionsLowestPartitionIsNewerThanTheMovedRow(DeleteMode deletes) {
    SourcePosition at = new SourcePosition(0, 50);
    Change delete =
        given
            .change(Op.DELETE, 1L, Row.empty(), RowLineage.delete(Version.of(0, at, 3, 77), false))
            .withNewKey(MovingTarget.key(2L));
    Change create =
        given.change(
            Op.UPSERT,
            2L,
            UpsertData.withKey(2L, "name", "b"),
            RowLineage.partialRowMovedHere(Version.of(0, at, 0, 0)));

    WriteResult result =
        inTurn(
            moving.writer(deletes),
            given.upsert(1L, 1, "name", "a", "big", "LONG"),
            delete,
            create);

    assertThat(result.counts()).isEqualTo(new WriteCounts(1, 0, 0));
    assertThat(moving.liveRows()).containsExactly("2|b|LONG|4");
  }

  @ParameterizedTest
  @EnumSource(DeleteMode.class)
  void aRowCanComeBackToItsKey(DeleteMode deletes) {
    inTurn(
        moving.writer(deletes),
        given.upsert(1L, 1, "name", "a", "big", "LONG"),
        moving.moved(1, 5, 2),
        moving.arrived(2, 5, "name", "b"),
        moving.moved(2, 8, 1),
        moving.arrived(1, 8, "name", "c"));

    assertThat(moving.liveRows()).containsExactly("1|c|LONG|4");
  }

  @Test
  void anotherProcessCannotDeleteTheNewKeyUnseen() throws InterruptedException {
    BatchWriter mover = target.hard();
    BatchWriter deleting = target.otherProcess(target.config(DeleteMode.HARD, null, 100));
    together(mover, given.upsert(1L, 1, "name", "a"));
    together(deleting, given.delete(9L, 1));
    together(mover, moving.moved(7, 1, 8));
    Thread racer = new Thread(() -> together(deleting, given.delete(2L, 9)));
    target.watched.beforeCommit(
        connection -> {
          racer.start();
          await().until(() -> !racer.isAlive() || target.isBlockedByAStripe());
        });

    together(mover, moving.moved(1, 5, 2));
    racer.join();
    together(deleting, moving.arrived(2, 5, "name", "b"));

    assertThat(target.rows("id")).isEmpty();
    moving.assertNoMovedRows();
  }

  @ParameterizedTest
  @EnumSource(DeleteMode.class)
  void aPartialRowBeforeTheDeleteIsParked(DeleteMode deletes) {
    MovingTarget.Shard shard = moving.shard(deletes);
    together(moving.writer(deletes), given.upsert(1L, 1, "name", "a", "big", "LONG"));

    shard.write(moving.arrived(2, 5, "name", "b"), moving.moved(2, 8, 3));
    shard.write(moving.arrived(3, 8, "name", "c"));
    assertThat(shard.parked.size()).isEqualTo(2);
    together(moving.writer(deletes), moving.moved(1, 5, 2));
    for (int i = 0; i < 2; i++) {
      moving.clock.move(Duration.ofSeconds(5));
      shard.retry(parkedChanges -> true);
    }

    assertThat(shard.parked.isEmpty()).isTrue();
    assertThat(moving.liveRows()).containsExactly("3|c|LONG|4");
  }
}
