package io.portage.upsert.write;

import static io.portage.upsert.write.TestTarget.inTurn;
import static io.portage.upsert.write.TestTarget.together;
import static io.portage.upsert.write.UpsertData.v;
import static org.assertj.core.api.Assertions.assertThat;

import io.portage.model.Change;
import io.portage.model.Change.Op;
import io.portage.model.Change.RowLineage;
import io.portage.model.Completion;
import io.portage.model.Reason;
import io.portage.model.Version;
import io.portage.sandbox.Sandbox;
import io.portage.sandbox.junit.SandboxExtension;
import io.portage.sink.WriteCounts;
import io.portage.sink.WriteResult;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SandboxExtension.class)
class PartialRowIT {
  private TestTarget target;
  private UpsertData given;

  @BeforeEach
  void createTable(Sandbox sandbox) {
    target = new TestTarget(sandbox, "name text NOT NULL, big text");
    given = target.given;
  }

  @AfterEach
  void dropTable() {
    target.close();
  }

  @Test
  void leavesAbsentColumnsUnchanged() {
    WriteResult result =
        inTurn(
            target.soft(),
            given.upsert(1L, 1, "name", "a", "big", "x"),
            given.partial(1L, 2, "name", "b"));

    assertThat(target.rows("name, big")).containsExactly("b|x");
    assertThat(result.counts()).isEqualTo(new WriteCounts(1, 0, 0));
  }

  @Test
  void withoutARowIsParkedWhileTheOthersAreWritten() {
    WriteResult result =
        together(
            target.soft(), given.partial(1L, 2, "name", "b"), given.upsert(2L, 2, "name", "c"));

    assertThat(target.rows("id, name")).containsExactly("2|c");
    assertThat(result.counts()).isEqualTo(new WriteCounts(1, 0, 0));
    assertThat(result.parked()).hasSize(1);
    assertThat(result.parked().get(0).cause().reason()).isEqualTo(Reason.ROW_MISSING);
    assertThat(result.parked().get(0).cause().message())
        .startsWith("the change is a partial row, without ")
        .contains("big (the event has no value for");
    assertThat(result.parked().get(0).change()).isEqualTo(given.partial(1L, 2, "name", "b"));
    assertThat(result.completions()).containsExactly(new Completion(given.upsert(2L, 2).origins()));
  }

  @Test
  void aMarkedRowCountsAsAbsent() {
    WriteResult result =
        inTurn(
            target.soft(),
            given.upsert(1L, 1, "name", "a", "big", "x"),
            given.delete(1L, 2),
            given.partial(1L, 3, "name", "b"));

    assertThat(target.rows("name, gone")).containsExactly("a|t");
    assertThat(result.parked()).hasSize(1);
  }

  @Test
  void aRowOlderThanTheLastDeleteCountsAsAbsent() {
    BatchWriter writer = target.hard();
    together(writer, given.upsert(1L, 1, "name", "a", "big", "x"));
    RowLineage lineage = new RowLineage(v(4), null, v(2), null, null);
    Change afterDelete = given.change(Op.UPSERT, 1L, UpsertData.withKey(1L, "name", "b"), lineage);

    WriteResult result = together(writer, afterDelete);

    assertThat(target.rows("name")).containsExactly("a");
    assertThat(result.parked()).hasSize(1);
  }

  @Test
  void staleAndDuplicatePartialRowsAreCountedAndNoDeadLetters() {
    BatchWriter writer = target.soft();
    together(
        writer,
        given.upsert(1L, 5, "name", "a"),
        given.upsert(2L, 5, "name", "b"),
        given.upsert(3L, 5, "name", "c"));

    WriteResult result =
        together(
            writer,
            given.partial(1L, 4, "name", "x"),
            given.partial(2L, 5, "name", "x"),
            given.partial(3L, 6, "name", "x"),
            given.partial(4L, 6, "name", "x"));

    assertThat(result.counts()).isEqualTo(new WriteCounts(1, 1, 1));
    assertThat(result.parked()).hasSize(1);
    assertThat(target.rows("name")).containsExactly("a", "b", "x");
  }

  @Test
  void aRowFullOnlyBeforeTheTargetsDeleteCompletesNothing() {
    BatchWriter writer = target.hard();
    together(writer, given.delete(1L, 4));
    RowLineage lineage = new RowLineage(v(5), v(3), null, null, new Version[] {v(5), v(5), v(3)});
    Change merged =
        given.change(Op.UPSERT, 1L, UpsertData.withKey(1L, "name", "n5", "big", "b3"), lineage);

    WriteResult result = together(writer, merged);

    assertThat(target.rows("name")).isEmpty();
    assertThat(result.parked()).hasSize(1);
    assertThat(result.parked().get(0).cause().reason()).isEqualTo(Reason.ROW_MISSING);
  }

  @Test
  void aFullRowAfterADeleteReplacesTheOlderRow() {
    BatchWriter writer = target.hard();
    together(writer, given.upsert(1L, 1, "name", "a", "big", "x"));
    RowLineage lineage = new RowLineage(v(5), v(4), v(3), null, new Version[] {v(5), v(5), v(4)});
    Change merged =
        given.change(Op.UPSERT, 1L, UpsertData.withKey(1L, "name", "n5", "big", "b4"), lineage);

    WriteResult result = together(writer, merged);

    assertThat(target.rows("name, big")).containsExactly("n5|b4");
    assertThat(result.counts()).isEqualTo(new WriteCounts(1, 0, 0));
  }

  @Test
  void aFullRowWithoutARequiredColumnUpdatesTheExistingOne() {
    BatchWriter writer = target.soft();
    together(writer, given.upsert(1L, 1, "name", "a"));

    WriteResult result =
        together(writer, given.upsert(1L, 2, "big", "x"), given.upsert(2L, 2, "big", "y"));

    assertThat(target.rows("name, big")).containsExactly("a|x");
    assertThat(result.counts()).isEqualTo(new WriteCounts(1, 0, 0));
    assertThat(result.dead()).hasSize(1);
    assertThat(result.dead().get(0).cause().reason()).isEqualTo(Reason.CONSTRAINT);
    assertThat(result.dead().get(0).cause().column()).isEqualTo("name");
  }
}
