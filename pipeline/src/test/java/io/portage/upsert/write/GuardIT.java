package io.portage.upsert.write;

import static io.portage.upsert.write.TestTarget.inTurn;
import static io.portage.upsert.write.TestTarget.together;
import static io.portage.upsert.write.UpsertData.v;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.portage.config.PortageConfig;
import io.portage.config.TableConfig.DeleteMode;
import io.portage.config.TargetConfig.StalePolicy;
import io.portage.fault.FaultySource;
import io.portage.model.Change;
import io.portage.model.Change.Op;
import io.portage.model.Change.RowLineage;
import io.portage.model.Completion;
import io.portage.model.Reason;
import io.portage.model.SourcePosition;
import io.portage.model.Version;
import io.portage.sandbox.Sandbox;
import io.portage.sandbox.junit.SandboxExtension;
import io.portage.sink.WriteCounts;
import io.portage.sink.WriteResult;
import io.portage.upsert.write.TestDatabase.PostgresOnly;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.Statement;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SandboxExtension.class)
class GuardIT {
  private TestTarget target;
  private UpsertData given;

  @BeforeEach
  void createTable(Sandbox sandbox) {
    target = new TestTarget(sandbox, "name text, email text DEFAULT 'none'");
    given = target.given;
  }

  @AfterEach
  void dropTable() {
    target.close();
  }

  @Test
  void writesANewRowWithItsMetadata() {
    WriteResult result = together(target.soft(), given.upsert(1L, 5, "name", "a"));

    assertThat(target.rows("name, gone, changed, v"))
        .containsExactly("a|f|2024-09-17 00:00:00.005+00|" + v(5).toNumber());
    assertThat(result.counts()).isEqualTo(new WriteCounts(1, 0, 0));
    assertThat(result.completions()).containsExactly(new Completion(given.upsert(1L, 5).origins()));
  }

  @Test
  void newerWinsOlderIsStaleAndEqualIsADuplicate() {
    BatchWriter writer = target.soft();

    WriteResult newer =
        inTurn(writer, given.upsert(1L, 5, "name", "old"), given.upsert(1L, 6, "name", "new"));
    WriteResult older = together(writer, given.upsert(1L, 4, "name", "older"));
    WriteResult equal = together(writer, given.upsert(1L, 6, "name", "again"));

    assertThat(target.rows("name")).containsExactly("new");
    assertThat(newer.counts()).isEqualTo(new WriteCounts(1, 0, 0));
    assertThat(older.counts()).isEqualTo(new WriteCounts(0, 0, 1));
    assertThat(equal.counts()).isEqualTo(new WriteCounts(0, 1, 0));
    assertThat(older.completions()).hasSize(1);
    assertThat(equal.dead()).isEmpty();
  }

  @Test
  void reportsASnapshotRowThatFollowsTheTargetsChange() {
    BatchWriter writer = target.soft();
    together(writer, snapshot(0, SourcePosition.ofPostgres(500, 510), 4, "before the gap"));

    WriteResult outOfOrder =
        together(writer, snapshot(0, SourcePosition.SNAPSHOT, 7, "after the gap"));
    WriteResult again = together(writer, snapshot(0, SourcePosition.SNAPSHOT, 3, "first snapshot"));

    assertThat(outOfOrder.counts()).isEqualTo(WriteCounts.NONE);
    assertThat(outOfOrder.completions()).isEmpty();
    assertThat(outOfOrder.dead())
        .singleElement()
        .satisfies(
            deadLetter ->
                assertThat(deadLetter.cause().message())
                    .contains("took a new snapshot", "follows offset 4", "epoch: 1"));
    assertThat(again.counts()).as("read again").isEqualTo(new WriteCounts(0, 0, 1));
    assertThat(target.rows("name")).containsExactly("before the gap");

    together(writer, snapshot(1, SourcePosition.SNAPSHOT, 7, "after the gap"));

    assertThat(target.rows("name")).as("by the epoch").containsExactly("after the gap");
  }

  private Change snapshot(int epoch, SourcePosition position, long offset, String name) {
    Version version = Version.of(epoch, position, 0, offset);
    return given.change(
        Op.UPSERT, 1L, UpsertData.withKey(1L, "name", name), RowLineage.fullRow(version));
  }

  @Test
  void countsAMixedBatchRowByRow() {
    BatchWriter writer = target.soft();
    together(writer, given.upsert(1L, 5), given.upsert(2L, 5), given.upsert(3L, 5));

    WriteResult mixed =
        together(
            writer,
            UpsertData.ofRecords(given.upsert(1L, 6), 4),
            given.upsert(2L, 5),
            UpsertData.ofRecords(given.upsert(3L, 4), 3),
            given.upsert(4L, 1));

    assertThat(mixed.counts()).isEqualTo(new WriteCounts(2, 1, 1));
    assertThat(mixed.superseded()).isEqualTo(5);
  }

  @Test
  @PostgresOnly("RETURNING of an update")
  void theWritingStatementReportsTheRowsThatTheGuardRejects() {
    BatchWriter writer = target.hard();
    together(writer, given.upsert(1L, 5), given.upsert(2L, 5));
    inTurn(writer, given.delete(3L, 5), given.delete(4L, 5));
    int before = target.watched.faults().begun(FaultySource.FaultyCall.PREPARE);

    WriteResult mixed =
        together(
            writer,
            given.upsert(1L, 6),
            given.upsert(2L, 4),
            given.upsert(3L, 4),
            given.upsert(4L, 5),
            given.upsert(5L, 1));

    assertThat(mixed.counts()).isEqualTo(new WriteCounts(2, 1, 2));
    assertThat(target.watched.faults().begun(FaultySource.FaultyCall.PREPARE) - before)
        .as("the transaction's beginning and the write")
        .isEqualTo(2);
  }

  @Test
  void classifiesRowsThatAnotherProcessWritesMeanwhile() throws Exception {
    BatchWriter writer = target.soft();
    together(writer, given.upsert(1L, 1), given.upsert(2L, 1));
    ExecutorService workers = Executors.newSingleThreadExecutor();
    try (Connection other = target.connection();
        Statement statement = other.createStatement()) {
      statement.execute(
          "UPDATE %s SET v = CASE id WHEN 1 THEN %s ELSE %s END"
              .formatted(target.table, v(9).toNumber(), v(5).toNumber()));
      Future<WriteResult> written =
          workers.submit(
              () ->
                  together(writer, given.upsert(1L, 5), given.upsert(2L, 5), given.upsert(3L, 5)));
      await().until(target::isBlockedByARow);
      other.commit();

      assertThat(written.get().counts()).isEqualTo(new WriteCounts(1, 1, 1));
      assertThat(written.get().dead()).isEmpty();
    } finally {
      workers.shutdownNow();
    }
  }

  @Test
  void bulkLoadedRowsWithoutAVersionAreTheOldest() {
    target.execute("INSERT INTO " + target.table + " (id, name) VALUES (1, 'bulk'), (2, 'bulk')");

    WriteResult result =
        together(target.soft(), given.upsert(1L, 1, "name", "cdc"), given.delete(2L, 1));

    assertThat(target.rows("name, gone")).containsExactly("cdc|f", "bulk|t");
    assertThat(result.counts()).isEqualTo(new WriteCounts(2, 0, 0));
  }

  @Test
  void versionsCompareAsNumbersOfAllTheirBits() {
    Version small = new Version(0, 9, -1, 0, 0);
    Version large = new Version(0, 10, 0, 0, 0);
    Version largest = new Version(255, -1, -1, 65_535, (1L << 48) - 1);
    BatchWriter writer = target.soft();

    inTurn(
        writer,
        given.change(
            Op.UPSERT, 1L, UpsertData.withKey(1L, "name", "large"), RowLineage.fullRow(large)),
        given.change(
            Op.UPSERT, 1L, UpsertData.withKey(1L, "name", "small"), RowLineage.fullRow(small)),
        given.change(
            Op.UPSERT, 2L, UpsertData.withKey(2L, "name", "largest"), RowLineage.fullRow(largest)));

    assertThat(target.rows("name, v"))
        .containsExactly("large|" + large.toNumber(), "largest|" + largest.toNumber());
  }

  @Test
  void softDeleteMarksTheRowAndKeepsItsColumns() {
    BatchWriter writer = target.soft();

    WriteResult result = inTurn(writer, given.upsert(1L, 5, "name", "a"), given.delete(1L, 6));

    assertThat(target.rows("name, gone, v")).containsExactly("a|t|" + v(6).toNumber());
    assertThat(result.counts()).isEqualTo(new WriteCounts(1, 0, 0));
  }

  @Test
  void softDeleteWithAnImageWritesTheImage() {
    inTurn(
        target.soft(), given.upsert(1L, 5, "name", "a"), given.deleteWithImage(1L, 6, "name", "b"));

    assertThat(target.rows("name, gone")).containsExactly("b|t");
  }

  @Test
  void staleDeleteAfterNewerInsertLeavesTheRow() {
    WriteResult result =
        inTurn(target.soft(), given.upsert(1L, 5, "name", "a"), given.delete(1L, 4));

    assertThat(target.rows("name, gone")).containsExactly("a|f");
    assertThat(result.counts()).isEqualTo(new WriteCounts(0, 0, 1));
  }

  @Test
  void softDeleteOfAnAbsentRowLeavesAMarkedRowThatStopsOlderEvents() {
    WriteResult result =
        inTurn(target.soft(), given.delete(1L, 4), given.upsert(1L, 3, "name", "ghost"));

    assertThat(target.rows("name, email, gone")).containsExactly("~|none|t");
    assertThat(result.counts()).isEqualTo(new WriteCounts(0, 0, 1));
  }

  @Test
  void insertAfterDeleteRevivesTheRow() {
    inTurn(
        target.soft(),
        given.upsert(1L, 2, "name", "a"),
        given.delete(1L, 4),
        given.upsert(1L, 5, "name", "b"));

    assertThat(target.rows("name, gone")).containsExactly("b|f");
  }

  @Test
  void absentIsNotNullAndRowsOfOneBatchMayDifferInColumns() {
    BatchWriter writer = target.soft();
    together(
        writer,
        given.upsert(1L, 1, "name", "a", "email", "a@x"),
        given.upsert(2L, 1, "name", "b", "email", "b@x"));

    WriteResult result =
        together(
            writer,
            given.upsert(1L, 2, "name", "a2"),
            given.upsert(2L, 2, "email", null, "name", "b2"),
            given.upsert(3L, 2, "name", "c"));

    assertThat(target.rows("name, email")).containsExactly("a2|a@x", "b2|~", "c|none");
    assertThat(result.counts()).isEqualTo(new WriteCounts(3, 0, 0));
  }

  @Test
  void columnsOfAMergedRowYieldToANewerRow() {
    BatchWriter writer = target.soft();
    together(writer, given.upsert(1L, 4, "name", "n4", "email", "e4"));
    RowLineage lineage = new RowLineage(v(5), v(3), null, null, new Version[] {v(5), v(5), v(3)});
    Change merged =
        given.change(Op.UPSERT, 1L, UpsertData.withKey(1L, "name", "n5", "email", "e3"), lineage);

    WriteResult result = together(writer, merged);

    assertThat(target.rows("name, email")).containsExactly("n5|e4");
    assertThat(result.counts()).isEqualTo(new WriteCounts(1, 0, 0));
  }

  @Test
  void aMergedRowIsInsertedIfNoneExists() {
    RowLineage lineage = new RowLineage(v(5), v(3), null, null, new Version[] {v(5), v(5), v(3)});
    Change merged =
        given.change(Op.UPSERT, 1L, UpsertData.withKey(1L, "name", "n5", "email", "e3"), lineage);

    WriteResult result = together(target.soft(), merged);

    assertThat(target.rows("name, email, v")).containsExactly("n5|e3|" + v(5).toNumber());
    assertThat(result.counts()).isEqualTo(new WriteCounts(1, 0, 0));
  }

  @Test
  void aStaleChangeIsADeadLetterIfConfiguredButARepeatedOneIsADuplicate() {
    PortageConfig config = target.config(DeleteMode.SOFT, null, 1_000);
    BatchWriter writer =
        target.writer(
            TestTarget.with(config.target().withOnStale(StalePolicy.DEAD_LETTER), config));
    together(writer, given.upsert(1L, 5, "name", "a"), given.upsert(2L, 5, "name", "b"));

    WriteResult result =
        together(
            writer,
            given.upsert(1L, 4, "name", "x"),
            given.upsert(2L, 5, "name", "b"),
            given.upsert(3L, 4, "name", "c"));

    assertThat(result.counts()).isEqualTo(new WriteCounts(1, 1, 0));
    assertThat(result.dead())
        .extracting(
            deadLetter -> deadLetter.cause().reason() + " " + deadLetter.change().key().get(0))
        .containsExactly("STALE 1");
    assertThat(target.rows("name")).containsExactly("a", "b", "c");
  }

  @Test
  void aStaleDeleteIsADeadLetterIfConfigured() {
    PortageConfig config = target.config(DeleteMode.HARD, null, 1_000);
    BatchWriter writer =
        target.writer(
            TestTarget.with(config.target().withOnStale(StalePolicy.DEAD_LETTER), config));
    together(writer, given.upsert(1L, 5, "name", "a"), given.delete(2L, 5));

    WriteResult result = together(writer, given.delete(1L, 4), given.delete(2L, 4));

    assertThat(result.dead()).hasSize(2);
    assertThat(target.rows("name")).containsExactly("a");
  }

  @Test
  @PostgresOnly("triggers that suppress a write")
  void aRowThatATriggerSuppressesIsDeadAndNotStale() {
    target.execute(
        """
        CREATE FUNCTION %1$s_skip() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          IF TG_OP <> 'DELETE' AND NEW.name = 'kept' OR OLD.name = 'fixed' THEN RETURN NULL; END IF;
          RETURN COALESCE(NEW, OLD);
        END $$;
        CREATE TRIGGER skip BEFORE INSERT OR UPDATE OR DELETE ON %1$s
          FOR EACH ROW EXECUTE FUNCTION %1$s_skip()
        """
            .formatted(target.table));
    BatchWriter writer = target.hard();
    together(writer, given.upsert(1L, 5, "name", "a"), given.upsert(2L, 5, "name", "fixed"));

    WriteResult result =
        together(
            writer,
            given.upsert(1L, 6, "name", "kept"),
            given.delete(2L, 6),
            given.upsert(3L, 6, "name", "kept"),
            given.upsert(4L, 6, "name", "b"));

    assertThat(target.rows("id, name")).containsExactly("1|a", "2|fixed", "4|b");
    assertThat(result.counts()).isEqualTo(new WriteCounts(1, 0, 0));
    assertThat(result.dead())
        .hasSize(3)
        .allSatisfy(deadLetter -> assertThat(deadLetter.cause().reason()).isEqualTo(Reason.REFUSED))
        .allSatisfy(deadLetter -> assertThat(deadLetter.cause().message()).contains("a trigger"));
    target.execute("DROP FUNCTION " + target.table + "_skip CASCADE");
  }

  @Test
  @PostgresOnly("numbers of any scale")
  void keysHaveTheDigitsAndTheSignOfTheNewestChange(Sandbox sandbox) {
    try (TestTarget numbers = new TestTarget(sandbox, "id numeric primary key", "name text");
        TestTarget floats = new TestTarget(sandbox, "id float8 primary key", "name text")) {
      inTurn(
          numbers.hard(),
          numbers.given.upsert(new BigDecimal("1.0"), 2, "name", "a"),
          numbers.given.upsert(new BigDecimal("1.00"), 3, "name", "b"),
          numbers.given.upsert(new BigDecimal("2.50"), 3, "name", "c"),
          numbers.given.delete(new BigDecimal("2.5"), 4));
      inTurn(floats.hard(), floats.given.upsert(-0.0, 2, "name", "a"));

      assertThat(numbers.rows("id, name")).containsExactly("1.00|b");
      assertThat(floats.rows("id, name")).containsExactly("-0|a");

      together(numbers.hard(), numbers.given.partial(new BigDecimal("1.000"), 4, "name", "d"));

      assertThat(numbers.rows("id, name")).containsExactly("1.000|d");
    }
  }
}
