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

/** Nothing is merged across a change that moves its row. */
final class KeyAccumulatorsTest {
  @Test
  void keepsWhatIsOlderAndWhatIsNewerThanAMoveApartAndInOrder() {
    List<Change> changes =
        folded(
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
  void whatIsNewerKnowsTheMoveAsADelete() {
    List<Change> changes = folded(moved(1, 30, 2), partial(1, 40, "id", 1L));

    assertThat(changes.get(1).lineage().lastDelete()).isEqualTo(version(30));
  }

  @Test
  void foldsTheSameMoveOnceAndKeepsSeveral() {
    List<Change> changes =
        folded(moved(1, 30, 2), moved(1, 10, 3), moved(1, 30, 2), upsert(1, 20, "b"));

    assertThat(changes)
        .extracting(Change::version)
        .containsExactly(version(10), version(20), version(30));
    assertThat(changes).extracting(Change::recordCount).containsExactly(1, 1, 2);
    assertThat(changes).extracting(Change::isKeyMove).containsExactly(true, false, true);
  }

  @Test
  void aMoveThatComesTooLateToPartWhatWasMergedStillEndsTheLifeBeforeIt() {
    Change merged = ChangeMerge.merge(partial(1, 10, "big", "x"), partial(1, 40, "name", "n"));

    List<Change> changes = folded(merged, moved(1, 30, 2));

    assertThat(changes).extracting(Change::version).containsExactly(version(30), version(40));
    assertThat(changes.get(1).row().toMap()).containsOnlyKeys("name");
  }

  @Test
  void mergesNothingIntoARowThatAKeyChangeBroughtFromBeforeIt() {
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

    assertThat(folded(arrived, older, later))
        .isEqualTo(folded(older, arrived, later))
        .extracting(Change::version)
        .containsExactly(version(10), version(50));
    assertThat(folded(folded(later, arrived, older).toArray(new Change[0])))
        .isEqualTo(folded(arrived, older, later));
    assertThat(folded(arrived, older, moved(1, 30, 2)))
        .extracting(Change::version)
        .containsExactly(version(10), version(30), version(40));
  }

  @Test
  void keepsASnapshotsRowApartFromWhatItCameBehind() {
    Change old = at(SourcePosition.ofPostgres(500, 510), 4);
    Change snapshot = at(SourcePosition.SNAPSHOT, 7);
    Change streamed = at(SourcePosition.ofPostgres(950, 950), 9);

    assertThat(folded(old, snapshot)).containsExactly(old, snapshot);
    assertThat(folded(snapshot, old)).containsExactly(old, snapshot);
    assertThat(folded(folded(snapshot, old).toArray(new Change[0]))).containsExactly(old, snapshot);
    assertThat(folded(old, snapshot, streamed))
        .singleElement()
        .isEqualTo(folded(streamed, old, snapshot).get(0))
        .satisfies(merged -> assertThat(merged.version()).isEqualTo(streamed.version()))
        .satisfies(merged -> assertThat(merged.recordCount()).isEqualTo(3));
    assertThat(folded(at(SourcePosition.SNAPSHOT, 3), old)).hasSize(1);
    assertThat(folded(snapshot, at(SourcePosition.SNAPSHOT, 8))).hasSize(1);
    assertThat(folded(snapshot)).containsExactly(snapshot);
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
  void countsRowsAsTheyWillLeave() {
    KeyAccumulators folds = new KeyAccumulators(new ArraySegments());
    folds.add(upsert(1, 10, "a"));
    folds.add(upsert(2, 10, "a"));
    folds.add(moved(1, 30, 2));
    folds.add(upsert(1, 9, "z"));
    folds.add(deleteOf(1, 40, "d"));

    assertThat(folds.batches(0, 1, 1 << 20)).hasSize(4);
  }

  private static List<Change> folded(Change... changes) {
    KeyAccumulators folds = new KeyAccumulators(new ArraySegments());
    for (Change change : changes) {
      folds.add(change);
    }
    return folds.batches(0, 1_000, 1 << 20).stream()
        .flatMap(batch -> batch.changes().stream())
        .toList();
  }
}
