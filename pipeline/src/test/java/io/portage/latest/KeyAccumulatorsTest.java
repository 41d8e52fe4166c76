package io.portage.latest;

import static io.portage.latest.ChangeHistories.change;
import static io.portage.latest.ChangeHistories.deleteOf;
import static io.portage.latest.ChangeHistories.moved;
import static io.portage.latest.ChangeHistories.partial;
import static io.portage.latest.ChangeHistories.upsert;
import static io.portage.latest.ChangeHistories.version;
import static org.assertj.core.api.Assertions.assertThat;

import io.portage.model.Change;
import io.portage.model.Change.Op;
import io.portage.model.Change.RowLineage;
import io.portage.model.SourcePosition;
import io.portage.model.Version;
import io.portage.model.encoding.ArraySegments;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Changes are never merged across a key move. */
final class KeyAccumulatorsTest {
  @Test
  void separatesOlderAndNewerChangesAtAMoveInOrder() {
    List<Change> changes =
        merged(
            moved(1, 30, 2),
            upsert(1, 41, "d"),
            upsert(1, 11, "b"),
            upsert(1, 40, "c"),
            upsert(1, 10, "a"));

    assertThat(changes)
        .extracting(Change::version)
        .containsExactly(version(11), version(30), version(41));
    assertThat(changes).extracting(Change::recordCount).containsExactly(2, 1, 2);
    assertThat(changes.get(1).movedTo()).isEqualTo(moved(1, 30, 2).movedTo());
  }

  @Test
  void aNewerChangeContainsTheMoveAsADelete() {
    List<Change> changes = merged(moved(1, 30, 2), partial(1, 40, "id", 1L));

    assertThat(changes.get(1).lineage().lastDelete()).isEqualTo(version(30));
  }

  @Test
  void mergesRepeatedDeliveriesOfAMoveAndKeepsDifferentMoves() {
    List<Change> changes =
        merged(moved(1, 30, 2), moved(1, 10, 3), moved(1, 30, 2), upsert(1, 20, "b"));

    assertThat(changes)
        .extracting(Change::version)
        .containsExactly(version(10), version(20), version(30));
    assertThat(changes).extracting(Change::recordCount).containsExactly(1, 1, 2);
    assertThat(changes).extracting(Change::isKeyMove).containsExactly(true, false, true);
  }

  @Test
  void aMoveAfterTheMergeStillEndsTheEarlierLifetime() {
    Change merged = ChangeMerge.merge(partial(1, 10, "big", "x"), partial(1, 40, "name", "n"));

    List<Change> changes = merged(merged, moved(1, 30, 2));

    assertThat(changes).extracting(Change::version).containsExactly(version(30), version(40));
    assertThat(changes.get(1).row().toMap()).containsOnlyKeys("name");
  }

  @Test
  void mergesNoOlderChangeIntoARowCreatedByAKeyChange() {
    Change arrived =
        change(
            Op.UPSERT,
            1,
            40,
            RowLineage.partialRowMovedHere(version(40)),
            "id",
            1L,
            "name",
            "arrived");
    Change later = partial(1, 50, "name", "later");
    Change older = upsert(1, 10, "older");

    assertThat(merged(arrived, older, later))
        .isEqualTo(merged(older, arrived, later))
        .extracting(Change::version)
        .containsExactly(version(10), version(50));
    assertThat(merged(merged(later, arrived, older).toArray(new Change[0])))
        .isEqualTo(merged(arrived, older, later));
    assertThat(merged(arrived, older, moved(1, 30, 2)))
        .extracting(Change::version)
        .containsExactly(version(10), version(30), version(40));
  }

  @Test
  void separatesASnapshotRowFromTheChangeBeforeIt() {
    Change old = at(SourcePosition.ofPostgres(500, 510), 4);
    Change snapshot = at(SourcePosition.SNAPSHOT, 7);
    Change streamed = at(SourcePosition.ofPostgres(950, 950), 9);

    assertThat(merged(old, snapshot)).containsExactly(old, snapshot);
    assertThat(merged(snapshot, old)).containsExactly(old, snapshot);
    assertThat(merged(merged(snapshot, old).toArray(new Change[0]))).containsExactly(old, snapshot);
    assertThat(merged(old, snapshot, streamed))
        .singleElement()
        .isEqualTo(merged(streamed, old, snapshot).get(0))
        .satisfies(merged -> assertThat(merged.version()).isEqualTo(streamed.version()))
        .satisfies(merged -> assertThat(merged.recordCount()).isEqualTo(3));
    assertThat(merged(at(SourcePosition.SNAPSHOT, 3), old)).hasSize(1);
    assertThat(merged(snapshot, at(SourcePosition.SNAPSHOT, 8))).hasSize(1);
    assertThat(merged(snapshot)).containsExactly(snapshot);
  }

  private static Change at(SourcePosition position, long offset) {
    Version version = Version.of(0, position, 0, offset);
    return ChangeHistories.change(
        Change.Op.UPSERT,
        1,
        offset,
        Change.RowLineage.fullRow(version),
        "id",
        1L,
        "name",
        "n" + offset);
  }

  @Test
  void countsBytesOfTheMergedRows() {
    KeyAccumulators accumulator = new KeyAccumulators(new ArraySegments());
    accumulator.add(upsert(1, 10, "a"));
    accumulator.add(upsert(2, 10, "a"));
    accumulator.add(moved(1, 30, 2));
    accumulator.add(upsert(1, 9, "z"));
    accumulator.add(deleteOf(1, 40, "d"));

    assertThat(accumulator.batches(0, 1, 1 << 20)).hasSize(4);
  }

  private static List<Change> merged(Change... changes) {
    KeyAccumulators accumulator = new KeyAccumulators(new ArraySegments());
    for (Change change : changes) {
      accumulator.add(change);
    }
    return accumulator.batches(0, 1_000, 1 << 20).stream()
        .flatMap(batch -> batch.changes().stream())
        .toList();
  }
}
