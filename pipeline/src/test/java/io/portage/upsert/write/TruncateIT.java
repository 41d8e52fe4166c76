package io.portage.upsert.write;

import static io.portage.upsert.write.TestTarget.inTurn;
import static io.portage.upsert.write.TestTarget.together;
import static io.portage.upsert.write.UpsertData.v;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.portage.config.TableConfig.DeleteMode;
import io.portage.model.Change.Op;
import io.portage.model.Change.RowLineage;
import io.portage.model.Columns;
import io.portage.model.Reason;
import io.portage.model.Row;
import io.portage.model.Version;
import io.portage.sandbox.Sandbox;
import io.portage.sandbox.junit.SandboxExtension;
import io.portage.sink.WriteCounts;
import io.portage.sink.WriteResult;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A truncate removes every older row, also those that arrive after it. */
@ExtendWith(SandboxExtension.class)
class TruncateIT {
  private TestTarget target;
  private UpsertData given;

  @BeforeEach
  void createTable(Sandbox sandbox) {
    target = new TestTarget(sandbox, "name text, big text");
    given = target.given;
  }

  @AfterEach
  void dropTable() {
    target.close();
  }

  private BatchWriter writer(DeleteMode deletes) {
    return target.writer(target.truncating(deletes));
  }

  private List<String> liveRows() {
    return target.query(
        "SELECT id, name FROM " + target.table + " WHERE gone IS NOT TRUE ORDER BY id");
  }

  @ParameterizedTest
  @EnumSource(DeleteMode.class)
  void olderRowsAreRemovedAndNewerOnesStay(DeleteMode deletes) {
    BatchWriter writer = writer(deletes);
    target.execute("INSERT INTO " + target.table + " (id, name) VALUES (9, 'bulk')");
    together(
        writer,
        given.upsert(1L, 1, "name", "old"),
        given.upsert(2L, 8, "name", "new"),
        given.delete(3L, 2));

    WriteResult result = together(writer, given.truncate(5));

    assertThat(liveRows()).containsExactly("2|new");
    assertThat(result.counts()).isEqualTo(new WriteCounts(1, 0, 0));
    assertThat(target.query("SELECT key, version FROM " + target.tombstones + " WHERE key = '[]'"))
        .containsExactly("[]|" + v(5).toNumber());
  }

  @ParameterizedTest
  @EnumSource(value = DeleteMode.class, names = "SOFT")
  void markedRowsHaveTheTimeAndVersionOfTheTruncate(DeleteMode deletes) {
    inTurn(writer(deletes), given.upsert(1L, 1, "name", "old"), given.truncate(5));

    assertThat(target.rows("name, gone, v, changed > '2024-09-01'"))
        .containsExactly("old|t|" + v(5).toNumber() + "|t");
  }

  @ParameterizedTest
  @EnumSource(DeleteMode.class)
  void olderRowsStayAbsentAndNewerOnesAreWritten(DeleteMode deletes) {
    BatchWriter writer = writer(deletes);
    together(writer, given.upsert(1L, 1, "name", "old"));
    together(writer, given.truncate(5));

    WriteResult result =
        together(
            writer,
            given.upsert(1L, 4, "name", "ghost"),
            given.upsert(2L, 3, "name", "ghost"),
            given.upsert(3L, 6, "name", "new"),
            given.delete(4L, 2));

    assertThat(liveRows()).containsExactly("3|new");
    assertThat(result.counts().stale()).isGreaterThanOrEqualTo(2);

    together(writer, given.upsert(1L, 7, "name", "again"), given.upsert(3L, 5, "name", "ghost"));

    assertThat(liveRows()).containsExactly("1|again", "3|new");
  }

  @ParameterizedTest
  @EnumSource(DeleteMode.class)
  void isAppliedFirstInABatch(DeleteMode deletes) {
    WriteResult result =
        together(
            writer(deletes),
            given.upsert(1L, 4, "name", "ghost"),
            given.upsert(2L, 6, "name", "new"),
            given.truncate(5));

    assertThat(liveRows()).containsExactly("2|new");
    assertThat(result.counts()).isEqualTo(new WriteCounts(2, 0, 1));
  }

  @ParameterizedTest
  @EnumSource(DeleteMode.class)
  void anotherDeliveryIsADuplicateAndAnOlderOneIsStale(DeleteMode deletes) {
    BatchWriter writer = writer(deletes);
    inTurn(writer, given.truncate(5), given.upsert(1L, 6, "name", "new"));

    assertThat(together(writer, given.truncate(5)).counts()).isEqualTo(new WriteCounts(0, 1, 0));
    assertThat(together(writer, given.truncate(4)).counts()).isEqualTo(new WriteCounts(0, 0, 1));
    assertThat(together(writer, given.truncate(6)).counts()).isEqualTo(new WriteCounts(1, 0, 0));
    assertThat(liveRows()).containsExactly("1|new");
  }

  @ParameterizedTest
  @EnumSource(DeleteMode.class)
  void partialRowsAreNotCompletedFromOlderRows(DeleteMode deletes) {
    BatchWriter writer = writer(deletes);
    inTurn(writer, given.upsert(1L, 1, "name", "old", "big", "x"), given.truncate(5));
    // A bulk load writes a copy that is older than the truncate.
    target.execute(
        "INSERT INTO "
            + target.table
            + " (id, name, v) VALUES (2, 'loaded', "
            + v(3).toNumber()
            + "), (3, 'loaded', NULL)");

    WriteResult result =
        together(
            writer,
            given.partial(1L, 6, "name", "n"),
            given.partial(2L, 6, "name", "n"),
            given.partial(3L, 6, "name", "n"),
            given.partial(4L, 4, "name", "n"));

    assertThat(result.parked()).hasSize(3);
    assertThat(result.parked()).allMatch(w -> w.cause().reason() == Reason.ROW_MISSING);
    assertThat(result.counts()).isEqualTo(new WriteCounts(0, 0, 1));
  }

  @ParameterizedTest
  @EnumSource(DeleteMode.class)
  void aRowThatWasFullOnlyBeforeCompletesNothing(DeleteMode deletes) {
    BatchWriter writer = writer(deletes);
    together(writer, given.truncate(5));
    RowLineage lineage = new RowLineage(v(6), v(3), null, null, new Version[] {v(6), v(6), v(3)});

    WriteResult result =
        together(
            writer,
            given.change(
                Op.UPSERT, 1L, UpsertData.withKey(1L, "name", "n6", "big", "b3"), lineage));

    assertThat(liveRows()).isEmpty();
    assertThat(result.counts()).isEqualTo(WriteCounts.NONE);
    assertThat(result.parked()).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource(DeleteMode.class)
  void aRowThatWasFullAfterItReplacesAnOlderOne(DeleteMode deletes) {
    BatchWriter writer = writer(deletes);
    inTurn(writer, given.upsert(1L, 1, "name", "old", "big", "x"), given.truncate(5));
    target.execute("INSERT INTO " + target.table + " (id, name, v) VALUES (2, 'loaded', NULL)");
    RowLineage lineage = new RowLineage(v(9), v(7), null, null, new Version[] {v(9), v(9), v(7)});

    WriteResult result =
        together(
            writer,
            given.change(Op.UPSERT, 1L, UpsertData.withKey(1L, "name", "n9", "big", "b7"), lineage),
            given.change(
                Op.UPSERT, 2L, UpsertData.withKey(2L, "name", "n9", "big", "b7"), lineage));

    assertThat(target.rows("name, big, gone IS TRUE")).containsExactly("n9|b7|f", "n9|b7|f");
    assertThat(result.counts()).isEqualTo(new WriteCounts(2, 0, 0));
  }

  @ParameterizedTest
  @EnumSource(DeleteMode.class)
  void olderRowsDoNotMove(DeleteMode deletes) {
    inTurn(
        writer(deletes),
        given.upsert(1L, 1, "name", "old"),
        given.truncate(5),
        given.delete(1L, 4).withNewKey(Row.of(Columns.of("id"), 2L)),
        given.delete(1L, 7).withNewKey(Row.of(Columns.of("id"), 3L)));

    assertThat(liveRows()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(DeleteMode.class)
  void anotherProcessCannotInsertOlderRowsMeanwhile(DeleteMode deletes)
      throws InterruptedException {
    BatchWriter truncating = writer(deletes);
    BatchWriter inserting = target.otherProcess(target.truncating(deletes));
    together(truncating, given.delete(9L, 1));
    together(inserting, given.delete(9L, 1));
    Thread racer = new Thread(() -> together(inserting, given.upsert(1L, 3, "name", "ghost")));
    target.watched.beforeCommit(
        connection -> {
          racer.start();
          await().until(() -> !racer.isAlive() || target.isBlockedByAStripe());
        });

    together(truncating, given.truncate(5));
    racer.join();

    assertThat(liveRows()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(DeleteMode.class)
  void waitsForAnInsertOfAnotherProcess(DeleteMode deletes) throws InterruptedException {
    BatchWriter inserting = writer(deletes);
    BatchWriter truncating = target.otherProcess(target.truncating(deletes));
    together(inserting, given.delete(9L, 1));
    together(truncating, given.delete(9L, 1));
    Thread racer = new Thread(() -> together(truncating, given.truncate(5)));
    target.watched.beforeCommit(
        connection -> {
          racer.start();
          await().until(() -> !racer.isAlive() || target.isBlockedByAStripe());
        });

    together(inserting, given.upsert(1L, 3, "name", "ghost"));
    racer.join();

    assertThat(liveRows()).isEmpty();
  }
}
