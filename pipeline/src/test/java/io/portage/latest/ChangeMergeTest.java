package io.portage.latest;

import static io.portage.latest.ChangeHistories.delete;
import static io.portage.latest.ChangeHistories.deleteOf;
import static io.portage.latest.ChangeHistories.merged;
import static io.portage.latest.ChangeHistories.partial;
import static io.portage.latest.ChangeHistories.upsert;
import static io.portage.latest.ChangeHistories.version;
import static org.assertj.core.api.Assertions.assertThat;

import io.portage.model.Change;
import io.portage.model.Change.Op;
import io.portage.model.ChangePart;
import io.portage.model.Columns;
import io.portage.model.OffsetRange;
import io.portage.model.OffsetRanges;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The merge, case by case; {@link ChangeMergePropertiesTest} tests its general properties. */
final class ChangeMergeTest {
  @Test
  void keepsNewestVersionWhenEventsArriveOutOfOrder() {
    Change merged = ChangeMerge.merge(upsert(1, 7, "new"), upsert(1, 5, "old"));

    assertThat(merged.row().get("name")).isEqualTo("new");
    assertThat(merged.version()).isEqualTo(version(7));
    assertThat(merged.coordinates().offset()).isEqualTo(7);
    assertThat(merged.recordCount()).isEqualTo(2);
    assertThat(merged.origins())
        .isEqualTo(
            OffsetRanges.of(
                List.of(
                    new OffsetRange("users_cdc", 0, 5, 6, ChangePart.WHOLE),
                    new OffsetRange("users_cdc", 0, 7, 8, ChangePart.WHOLE))));
  }

  @Test
  void keepsTheLastKnownValueOfAColumnThatTheNewestChangeDoesNotContain() {
    Change merged =
        ChangeMerge.merge(
            partial(1, 2, "name", "b"), partial(1, 1, "name", "a", "big", "X", "note", null));

    assertThat(merged.row().toMap()).containsEntry("name", "b").containsEntry("big", "X");
    assertThat(merged.row().has("note")).isTrue();
    assertThat(merged.lineage().columns()).containsExactly(version(2), version(1), version(1));
    assertThat(merged.isPartial()).isTrue();
  }

  @Test
  void completesAPartialRowFromAnOlderFullRowThatArrivesLater() {
    Change merged = ChangeMerge.merge(partial(1, 2, "id", 1L), upsert(1, 1, "a"));

    assertThat(merged.row().get("name")).isEqualTo("a");
    assertThat(merged.isPartial()).isFalse();
  }

  /** Deletes and upserts of one key are not executed as two groups. */
  @Test
  void reducesADeleteAndALaterInsertToTheInsert() {
    Change merged = ChangeMerge.merge(upsert(1, 2, "again"), delete(1, 1));

    assertThat(merged.op()).isEqualTo(Op.UPSERT);
    assertThat(merged.row().get("name")).isEqualTo("again");
    assertThat(merged.lineage().lastDelete()).isEqualTo(version(1));
    assertThat(merged.isPartial()).isFalse();
  }

  @Test
  void mergesNothingOlderThanADeleteIntoWhatIsNewer() {
    List<Change> changes =
        List.of(upsert(1, 1, "dead"), deleteOf(1, 2, "dead"), partial(1, 3, "id", 1L));

    Change merged = merged(changes);

    assertThat(merged.row().columns()).isEqualTo(Columns.of("id"));
    assertThat(merged.lineage().lastDelete()).isEqualTo(version(2));
    assertThat(merged.isPartial()).isTrue();
  }

  @Test
  void fillsADeleteWithoutImageFromTheLifetimeThatItEnds() {
    Change merged = merged(List.of(delete(1, 3), upsert(1, 2, "mine"), deleteOf(1, 1, "before")));

    assertThat(merged.op()).isEqualTo(Op.DELETE);
    assertThat(merged.row().get("name")).isEqualTo("mine");
    assertThat(merged.lineage().previousDelete()).isEqualTo(version(1));
  }

  @Test
  void fillsADeleteWithoutImageFromNoEarlierLifetime() {
    Change merged = merged(List.of(delete(1, 3), deleteOf(1, 2, "before"), upsert(1, 1, "before")));

    assertThat(merged.row().size()).isZero();
    assertThat(merged.isPartial()).isTrue();
  }

  /** After a window boundary, a discarded value stays discarded in any grouping. */
  @Test
  void keepsADeleteAsABarrierForLaterMerges() {
    Change pane = ChangeMerge.merge(delete(1, 2), partial(1, 3, "id", 1L));

    Change merged = ChangeMerge.merge(pane, upsert(1, 1, "dead"));

    assertThat(merged.row().has("name")).isFalse();
  }

  /** A column that the source did not have yet, or no longer has, is not set to null. */
  @Test
  void keepsAColumnThatANewerFullRowDoesNotHave() {
    Change merged =
        ChangeMerge.merge(
            upsert(1, 2, "b"),
            ChangeHistories.change(
                Op.UPSERT, 1, 1, Change.RowLineage.fullRow(version(1)), "id", 1L, "fax", "123"));

    assertThat(merged.row().get("fax")).isEqualTo("123");
    assertThat(merged.lineage().columns()).containsExactly(version(2), version(2), version(1));
  }

  @Test
  void takesTheNewerRowItselfWhenItHasEveryColumn() {
    Change newer = upsert(1, 2, "b");

    Change merged = ChangeMerge.merge(upsert(1, 1, "a"), newer);

    assertThat(merged.row()).isSameAs(newer.row());
    assertThat(merged.lineage()).isSameAs(newer.lineage());
  }

  @Test
  void doesNotDoubleTheOriginsOfARecordThatIsDeliveredTwice() {
    Change change = upsert(1, 2, "b");

    assertThat(ChangeMerge.merge(change, change).origins()).isEqualTo(change.origins());
  }

  @Test
  void letsADeleteWinAmongContradictingChangesOfOneVersion() {
    assertThat(ChangeMerge.merge(upsert(1, 2, "b"), delete(1, 2)).op()).isEqualTo(Op.DELETE);
    assertThat(ChangeMerge.merge(delete(1, 2), upsert(1, 2, "b")).op()).isEqualTo(Op.DELETE);
  }
}
