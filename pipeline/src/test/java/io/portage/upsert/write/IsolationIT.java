package io.portage.upsert.write;

import static io.portage.upsert.write.TestTarget.inTurn;
import static io.portage.upsert.write.TestTarget.together;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.portage.latest.ChangeMerge;
import io.portage.model.Change;
import io.portage.model.DeadLetter;
import io.portage.model.Reason;
import io.portage.sandbox.Sandbox;
import io.portage.sandbox.junit.SandboxExtension;
import io.portage.sink.WriteCounts;
import io.portage.sink.WriteResult;
import io.portage.target.TargetException;
import io.portage.upsert.write.TestDatabase.PostgresOnly;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(SandboxExtension.class)
class IsolationIT {
  private TestTarget target;
  private UpsertData given;

  @BeforeEach
  void createTable(Sandbox sandbox) {
    target = new TestTarget(sandbox, "name varchar(10) CHECK (name <> 'bad'), email text UNIQUE");
    given = target.given;
  }

  @AfterEach
  void dropTable() {
    target.execute("DROP FUNCTION IF EXISTS " + target.table + "_f CASCADE");
    target.close();
  }

  @Test
  void onePoisonRowInAThousandCostsFewTransactionsAndNoOtherRow() {
    List<Change> changes = new ArrayList<>();
    for (long id = 0; id < 1_000; id++) {
      changes.add(given.upsert(id, 1, "name", id == 617 ? "bad" : "good"));
    }
    BatchWriter writer = target.soft();
    together(writer, given.upsert(5_000L, 1));
    int before = target.watched.transactions();

    WriteResult result = new WriteResult();
    writer.write(changes, result);

    assertThat(target.query("SELECT count(*) FROM " + target.table)).containsExactly("1000");
    assertThat(result.counts()).isEqualTo(new WriteCounts(999, 0, 0));
    assertThat(target.watched.transactions() - before).isLessThanOrEqualTo(22);
    DeadLetter deadLetter = result.dead().get(0);
    assertThat(result.dead()).hasSize(1);
    assertThat(deadLetter.change()).isEqualTo(changes.get(617));
    assertThat(deadLetter.cause().reason()).isEqualTo(Reason.CONSTRAINT);
    assertThat(deadLetter.cause().sqlState()).isEqualTo(TestDatabase.current().state("23514"));
    assertThat(deadLetter.cause().message()).contains(target.table).containsPattern("[._]name");
    assertThat(deadLetter.cause().errorClass()).matches("(org|java)\\..*SQL.*Exception");
  }

  @Test
  @PostgresOnly("texts without NUL")
  void severalPoisonRowsAreAllFoundAndReportedWithoutTheirValues() {
    WriteResult result =
        together(
            target.soft(),
            given.upsert(1L, 1, "name", "good"),
            given.upsert(2L, 1, "name", "much too long a name"),
            given.upsert(3L, 1, "name", "nul\0"),
            given.upsert(4L, 1, "email", "same@x"),
            given.upsert(5L, 1, "email", "same@x"),
            given.upsert(6L, 1, "name", "good"));

    assertThat(target.rows("id")).containsExactly("1", "4", "6");
    assertThat(result.dead())
        .extracting(deadLetter -> deadLetter.cause().reason() + " " + deadLetter.cause().sqlState())
        .containsExactly("REFUSED 22001", "REFUSED 22021");
    assertThat(result.parked())
        .extracting(deadLetter -> deadLetter.cause().reason() + " " + deadLetter.cause().sqlState())
        .containsExactly("CONSTRAINT 23505");
    assertThat(Stream.concat(result.dead().stream(), result.parked().stream()))
        .allSatisfy(
            deadLetter ->
                assertThat(deadLetter.cause().message()).doesNotContain("same@x", "much", "nul"));
  }

  @Test
  @PostgresOnly("deferred constraints")
  void deferredConstraintsAreCheckedInsideTheBatch() {
    target.execute(
        "ALTER TABLE "
            + target.table
            + " ADD COLUMN parent bigint REFERENCES "
            + target.table
            + " DEFERRABLE INITIALLY DEFERRED");

    WriteResult result =
        together(
            target.soft(), given.upsert(1L, 1, "name", "a"), given.upsert(2L, 1, "parent", 99L));

    assertThat(target.rows("id")).containsExactly("1");
    assertThat(result.parked().get(0).cause().sqlState()).isEqualTo("23503");
    assertThat(target.watched.refusedCommits()).isZero();
  }

  @Test
  void aSoftDeleteMarksTheRowEvenIfAnOlderMergedChangeIsRejected() {
    Change refused = given.upsert(1L, 5, "name", "bad", "email", "x");

    WriteResult result =
        inTurn(
            target.soft(),
            given.upsert(1L, 1, "name", "good", "email", "g"),
            ChangeMerge.merge(given.delete(1L, 6), refused));

    assertThat(result.dead()).isEmpty();
    assertThat(result.counts()).isEqualTo(new WriteCounts(1, 0, 0));
    assertThat(target.rows("id, name, gone, v"))
        .containsExactly("1|good|t|" + UpsertData.v(6).toNumber());
  }

  @Test
  void aRejectedUpdateLeavesTheOlderRowAndALaterOneIsApplied() {
    BatchWriter writer = target.soft();
    TestTarget.inTurn(
        writer,
        given.upsert(1L, 1, "name", "first"),
        given.upsert(1L, 2, "name", "bad"),
        given.upsert(1L, 3, "name", "third"));

    assertThat(target.rows("name")).containsExactly("third");
  }

  @Test
  @PostgresOnly("a key that is compared without its padding")
  void twoSpellingsOfOneKeyInABatchFindOneRow(Sandbox sandbox) {
    try (TestTarget loose = new TestTarget(sandbox, "id char(3) primary key", "name text")) {
      WriteResult result =
          together(
              loose.soft(),
              loose.given.upsert("a", 1, "name", "older"),
              loose.given.upsert("a ", 2, "name", "newer"));

      assertThat(loose.rows("name")).containsExactly("newer");
      assertThat(result.dead()).isEmpty();
    }
  }

  @Test
  void aColumnThatTheTableLacksIsADeadLetterUntilItIsAdded() {
    BatchWriter writer = target.soft();
    WriteResult lacking =
        together(writer, given.upsert(1L, 1, "extra", "x"), given.upsert(2L, 1, "name", "a"));
    target.execute("ALTER TABLE " + target.table + " ADD COLUMN extra text");
    WriteResult added = together(writer, given.upsert(1L, 1, "extra", "x"));

    assertThat(target.rows("id, extra")).containsExactly("1|x", "2|~");
    assertThat(lacking.dead().get(0).cause().reason()).isEqualTo(Reason.SCHEMA_MISMATCH);
    assertThat(lacking.dead().get(0).cause().column()).isEqualTo("extra");
    assertThat(added.dead()).isEmpty();
  }

  @Test
  void detectsADroppedColumnAndADroppedTable() {
    BatchWriter writer = target.soft();
    together(writer, given.upsert(1L, 1, "email", "x"));
    target.execute("ALTER TABLE " + target.table + " DROP COLUMN email");

    WriteResult column =
        together(writer, given.upsert(1L, 2, "email", "y"), given.upsert(2L, 2, "name", "a"));
    target.execute("DROP TABLE " + target.table);
    WriteResult table = together(writer, given.upsert(1L, 3, "name", "z"));

    assertThat(column.counts()).isEqualTo(new WriteCounts(1, 0, 0));
    assertThat(column.dead().get(0).cause().column()).isEqualTo("email");
    assertThat(table.parked().get(0).cause().reason()).isEqualTo(Reason.SCHEMA_MISMATCH);
    assertThat(table.parked().get(0).cause().message()).contains("has no table " + target.table);
  }

  @Test
  void aTableWithoutAColumnThatEveryRowNeedsStopsNoOther() {
    target.execute("ALTER TABLE " + target.table + " RENAME COLUMN v TO w");
    BatchWriter writer = target.soft();
    WriteResult result = together(writer, given.upsert(1L, 1, "name", "a"));

    assertThat(result.parked().get(0).cause().reason()).isEqualTo(Reason.SCHEMA_MISMATCH);
    assertThat(result.parked().get(0).cause().message())
        .isEqualTo("the table " + target.table + " has no column v");
    target.execute("ALTER TABLE " + target.table + " RENAME COLUMN w TO v");
    assertThat(together(writer, given.upsert(1L, 1, "name", "a")).counts())
        .isEqualTo(new WriteCounts(1, 0, 0));
  }

  @Test
  @PostgresOnly("names of primary keys")
  void aTableWithoutAUniqueKeyFailsFastInsteadOfRejectingEveryRow() {
    target.execute("ALTER TABLE " + target.table + " DROP CONSTRAINT " + target.table + "_pkey");
    BatchWriter writer = target.soft();
    assertThatThrownBy(() -> together(writer, given.upsert(1L, 1, "name", "a")))
        .isInstanceOf(TargetException.class)
        .hasMessageContaining("no unique index over exactly the key's columns");
  }

  @Test
  @PostgresOnly("identity columns")
  void generatedColumnsAreNotWrittenAndIdentityColumnsAre(Sandbox sandbox) {
    try (TestTarget table =
        new TestTarget(
            sandbox,
            "id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY",
            "name text, shout text GENERATED ALWAYS AS (upper(name)) STORED")) {
      TestTarget.inTurn(
          table.soft(),
          table.given.upsert(7L, 1, "name", "a", "shout", "ignored"),
          table.given.upsert(7L, 2, "name", "b", "shout", "ignored"));

      assertThat(table.rows("id, name, shout")).containsExactly("7|b|B");
    }
  }

  /** Writes three rows, of which the second is rejected. */
  private WriteResult three() {
    return together(
        target.soft(),
        given.upsert(1L, 1, "name", "a"),
        given.upsert(2L, 1, "name", "no"),
        given.upsert(3L, 1, "name", "c"));
  }

  private void assertThatTheSecondIsADeadLetter(WriteResult result, Reason reason, String state) {
    assertThat(target.rows("id")).containsExactly("1", "3");
    assertThat(result.parked()).isEmpty();
    assertThat(result.dead())
        .extracting(deadLetter -> deadLetter.cause().reason() + " " + deadLetter.cause().sqlState())
        .containsExactly(reason + " " + state);
  }

  @Test
  @PostgresOnly("row level policies")
  void aRowThatARowLevelPolicyRejectsIsTheOnlyDeadLetter() {
    target.execute(
        ("ALTER TABLE %1$s ENABLE ROW LEVEL SECURITY; ALTER TABLE %1$s FORCE ROW LEVEL SECURITY;"
                + " CREATE POLICY p ON %1$s USING (true) WITH CHECK (name <> 'no')")
            .formatted(target.table));

    WriteResult result = three();

    assertThatTheSecondIsADeadLetter(result, Reason.CONSTRAINT, "42501");
    assertThat(result.dead().get(0).cause().message()).contains("row-level security policy");
  }

  @ParameterizedTest
  @PostgresOnly("triggers in PL/pgSQL")
  @ValueSource(strings = {"P0001", "U0001", "MYERR", "42501", "55000", "XX000", "0A000", "28000"})
  void aRowThatATriggerRaisesAnExceptionForIsDeadAlone(String state) {
    raiseForNo("RAISE EXCEPTION 'no % here', NEW.name USING ERRCODE = '" + state + "'");

    WriteResult result = three();

    Reason reason = state.equals("42501") ? Reason.CONSTRAINT : Reason.REFUSED;
    assertThatTheSecondIsADeadLetter(result, reason, state);
    assertThat(result.dead().get(0).cause().message())
        .isEqualTo(
            "a function of the database raised an exception, function "
                + target.table
                + "_f (SQLState "
                + state
                + ")");
  }

  @Test
  @PostgresOnly("triggers in PL/pgSQL")
  void theDeadLetterOfASuppressedRowNamesTheTriggers() {
    raiseForNo("RETURN NULL");

    WriteResult result = three();

    assertThat(target.rows("id")).containsExactly("1", "3");
    assertThat(result.dead()).hasSize(1);
    assertThat(result.dead().get(0).cause().message())
        .contains("reported no error", "trigger f (function " + target.table + "_f)");
  }

  @Test
  @PostgresOnly("triggers in PL/pgSQL")
  void aRowThatATriggerDefersIsTheOnlyParkedRow() {
    raiseForNo("RAISE EXCEPTION 'come again' USING ERRCODE = '40001'");

    WriteResult result = three();

    assertThat(target.rows("id")).containsExactly("1", "3");
    assertThat(result.dead()).isEmpty();
    assertThat(result.parked()).hasSize(1);
  }

  @Test
  @PostgresOnly("triggers in PL/pgSQL")
  void aRowThatATriggerRejectsIsTheOnlyDeadLetter() {
    raiseForNo("ASSERT NEW.name <> 'no'");

    assertThatTheSecondIsADeadLetter(three(), Reason.REFUSED, "P0004");
  }

  private void raiseForNo(String statement) {
    target.execute(
        ("CREATE FUNCTION %1$s_f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
                + " IF NEW.name = 'no' THEN %2$s; END IF; RETURN NEW; END $$;"
                + " CREATE TRIGGER f BEFORE INSERT ON %1$s FOR EACH ROW EXECUTE FUNCTION %1$s_f()")
            .formatted(target.table, statement));
  }

  @Test
  @PostgresOnly("its syntax of partitions")
  void aRowWithoutAPartitionIsTheOnlyDeadLetter() {
    target.execute(
        ("DROP TABLE %1$s; CREATE TABLE %1$s (id bigint primary key, name text, %2$s)"
                + " PARTITION BY RANGE (id);"
                + " CREATE TABLE %1$s_a PARTITION OF %1$s FOR VALUES FROM (1) TO (2);"
                + " CREATE TABLE %1$s_c PARTITION OF %1$s FOR VALUES FROM (3) TO (4)")
            .formatted(target.table, TestTarget.METADATA));

    WriteResult result = three();

    assertThatTheSecondIsADeadLetter(result, Reason.CONSTRAINT, "23514");
    assertThat(result.dead().get(0).cause().message()).contains("no partition for the row");
  }

  @Test
  @PostgresOnly("its syntax of views")
  void aRowThatAViewsCheckOptionRejectsIsTheOnlyDeadLetter() {
    target.execute(
        ("ALTER TABLE %1$s RENAME TO %1$s_base; CREATE VIEW %1$s AS SELECT * FROM %1$s_base"
                + " WHERE name <> 'no' WITH CHECK OPTION")
            .formatted(target.table));

    WriteResult result = three();

    assertThatTheSecondIsADeadLetter(result, Reason.CONSTRAINT, "44000");
    target.execute("DROP TABLE " + target.table + "_base CASCADE");
  }

  @Test
  @PostgresOnly("indexes of texts of any length")
  void aRowThatIsTooLargeForAnIndexIsTheOnlyDeadLetter() {
    Random random = new Random(7);
    String large =
        random.ints(20_000, 'a', 'z' + 1).mapToObj(Character::toString).collect(joining());

    WriteResult result =
        together(
            target.soft(),
            given.upsert(1L, 1, "email", "a@x"),
            given.upsert(2L, 1, "email", large),
            given.upsert(3L, 1, "email", "c@x"));

    assertThatTheSecondIsADeadLetter(result, Reason.REFUSED, "54000");
  }

  @Test
  @PostgresOnly("triggers in PL/pgSQL")
  void anErrorThatNoRowCausesEndsTheJobWithoutDeadLetters() {
    target.execute(
        ("CREATE FUNCTION %1$s_f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
                + " PERFORM no_such_function(NEW.name); RETURN NEW; END $$;"
                + " CREATE TRIGGER f BEFORE INSERT ON %1$s FOR EACH ROW EXECUTE FUNCTION %1$s_f()")
            .formatted(target.table));

    assertThatThrownBy(this::three)
        .isInstanceOf(TargetException.class)
        .hasMessageContaining("42883");
  }

  @ParameterizedTest
  @PostgresOnly("triggers in PL/pgSQL")
  @ValueSource(strings = {"XX001", "XX000", "55000", "0A000", "26000", "42P05", "ZZ123"})
  void aStateThatSpeaksOfNoRowEndsTheJobAndBuriesNothing(String state) {
    BatchWriter writer = target.soft();
    together(writer, given.upsert(1L, 1, "name", "a"));
    target.watched.beforeStatement(
        connection -> {
          throw new SQLException("for whatever reason", state);
        });

    assertThatThrownBy(() -> together(writer, given.upsert(1L, 2), given.upsert(2L, 2)))
        .isInstanceOf(TargetException.class)
        .hasMessageContaining(state);
  }
}
