package io.portage.upsert;

import static io.portage.upsert.Given.v;
import static io.portage.upsert.Target.inTurn;
import static io.portage.upsert.Target.together;
import static org.assertj.core.api.Assertions.assertThat;

import io.portage.model.Change;
import io.portage.model.Change.Life;
import io.portage.model.Change.Op;
import io.portage.model.Outcome;
import io.portage.model.Reason;
import io.portage.model.Version;
import io.portage.sandbox.Sandbox;
import io.portage.sandbox.junit.SandboxExtension;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SandboxExtension.class)
class PartialRowIT {
  private Target target;
  private Given given;

  @BeforeEach
  void createTable(Sandbox sandbox) {
    target = new Target(sandbox, "name text NOT NULL, big text");
    given = target.given;
  }

  @AfterEach
  void dropTable() {
    target.close();
  }

  @Test
  void leavesLackingColumnsAsTheyAre() {
    Flushed flushed =
        inTurn(
            target.soft(),
            given.upsert(1L, 1, "name", "a", "big", "x"),
            given.partial(1L, 2, "name", "b"));

    assertThat(target.rows("name, big")).containsExactly("b|x");
    assertThat(flushed.tally()).isEqualTo(new Tally(1, 0, 0));
  }

  @Test
  void withoutARowIsADeadLetterWhileItsBatchMatesAreWritten() {
    Flushed flushed =
        together(
            target.soft(), given.partial(1L, 2, "name", "b"), given.upsert(2L, 2, "name", "c"));

    assertThat(target.rows("id, name")).containsExactly("2|c");
    assertThat(flushed.tally()).isEqualTo(new Tally(1, 0, 0));
    assertThat(flushed.waiting()).hasSize(1);
    assertThat(flushed.waiting().get(0).cause().reason()).isEqualTo(Reason.ROW_MISSING);
    assertThat(flushed.waiting().get(0).change()).isEqualTo(given.partial(1L, 2, "name", "b"));
    assertThat(flushed.outcomes()).containsExactly(new Outcome(given.upsert(2L, 2).origins()));
  }

  @Test
  void aMarkedRowCountsAsAbsent() {
    Flushed flushed =
        inTurn(
            target.soft(),
            given.upsert(1L, 1, "name", "a", "big", "x"),
            given.delete(1L, 2),
            given.partial(1L, 3, "name", "b"));

    assertThat(target.rows("name, gone")).containsExactly("a|t");
    assertThat(flushed.waiting()).hasSize(1);
  }

  @Test
  void aRowOfAnEarlierLifeCountsAsAbsent() {
    BatchWriter writer = target.hard();
    together(writer, given.upsert(1L, 1, "name", "a", "big", "x"));
    Life life = new Life(v(4), null, v(2), null, null);
    Change afterDelete = given.change(Op.UPSERT, 1L, Given.withKey(1L, "name", "b"), life);

    Flushed flushed = together(writer, afterDelete);

    assertThat(target.rows("name")).containsExactly("a");
    assertThat(flushed.waiting()).hasSize(1);
  }

  @Test
  void staleAndDuplicatePartialRowsAreCountedAndNoDeadLetters() {
    BatchWriter writer = target.soft();
    together(
        writer,
        given.upsert(1L, 5, "name", "a"),
        given.upsert(2L, 5, "name", "b"),
        given.upsert(3L, 5, "name", "c"));

    Flushed flushed =
        together(
            writer,
            given.partial(1L, 4, "name", "x"),
            given.partial(2L, 5, "name", "x"),
            given.partial(3L, 6, "name", "x"),
            given.partial(4L, 6, "name", "x"));

    assertThat(flushed.tally()).isEqualTo(new Tally(1, 1, 1));
    assertThat(flushed.waiting()).hasSize(1);
    assertThat(target.rows("name")).containsExactly("a", "b", "x");
  }

  @Test
  void aRowWholeOnlyBeforeADeleteOfTheTargetLendsNothing() {
    BatchWriter writer = target.hard();
    together(writer, given.delete(1L, 4));
    Life life = new Life(v(5), v(3), null, null, new Version[] {v(5), v(5), v(3)});
    Change merged = given.change(Op.UPSERT, 1L, Given.withKey(1L, "name", "n5", "big", "b3"), life);

    Flushed flushed = together(writer, merged);

    assertThat(target.rows("name")).isEmpty();
    assertThat(flushed.waiting()).hasSize(1);
    assertThat(flushed.waiting().get(0).cause().reason()).isEqualTo(Reason.ROW_MISSING);
  }

  @Test
  void aRowWholeAfterADeleteReplacesTheEarlierLife() {
    BatchWriter writer = target.hard();
    together(writer, given.upsert(1L, 1, "name", "a", "big", "x"));
    Life life = new Life(v(5), v(4), v(3), null, new Version[] {v(5), v(5), v(4)});
    Change merged = given.change(Op.UPSERT, 1L, Given.withKey(1L, "name", "n5", "big", "b4"), life);

    Flushed flushed = together(writer, merged);

    assertThat(target.rows("name, big")).containsExactly("n5|b4");
    assertThat(flushed.tally()).isEqualTo(new Tally(1, 0, 0));
  }

  @Test
  void aWholeRowWithoutARequiredColumnUpdatesWhatIsThere() {
    BatchWriter writer = target.soft();
    together(writer, given.upsert(1L, 1, "name", "a"));

    Flushed flushed =
        together(writer, given.upsert(1L, 2, "big", "x"), given.upsert(2L, 2, "big", "y"));

    assertThat(target.rows("name, big")).containsExactly("a|x");
    assertThat(flushed.tally()).isEqualTo(new Tally(1, 0, 0));
    assertThat(flushed.dead()).hasSize(1);
    assertThat(flushed.dead().get(0).cause().reason()).isEqualTo(Reason.CONSTRAINT);
    assertThat(flushed.dead().get(0).cause().column()).isEqualTo("name");
  }
}
