package io.portage.upsert.parking;

import static org.assertj.core.api.Assertions.assertThat;

import io.portage.model.Change;
import io.portage.model.Change.Op;
import io.portage.model.Change.RowLineage;
import io.portage.model.Columns;
import io.portage.model.DeadLetter.FailureCause;
import io.portage.model.Reason;
import io.portage.model.Row;
import io.portage.upsert.write.UpsertData;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Parked changes of one key are merged, unless one of them is a key change. */
class ParkedChangesTest {
  private static Change newer(Change a, Change b) {
    return UpsertData.ofRecords(
        a.version().isAfter(b.version()) ? a : b, a.recordCount() + b.recordCount());
  }

  private final UpsertData given = new UpsertData("docs");
  private final Change moved = given.delete(1L, 5).withNewKey(Row.of(Columns.of("id"), 2L));

  @Test
  void mergesNewChangesIntoTheParkedOne() {
    ParkedChanges parkedChanges =
        parked(given.upsert(1L, 3), given.upsert(1L, 4), given.upsert(1L, 2));

    assertThat(parkedChanges.changes()).hasSize(1);
    assertThat(parkedChanges.changes().get(0).recordCount()).isEqualTo(3);
    assertThat(parkedChanges.changes().get(0).version()).isEqualTo(UpsertData.v(4));
  }

  @Test
  void mergesNothingAcrossAKeyChange() {
    ParkedChanges parkedChanges =
        parked(given.upsert(1L, 7), moved, given.upsert(1L, 3), given.upsert(1L, 8), moved);

    assertThat(parkedChanges.changes())
        .extracting(Change::version)
        .containsExactly(UpsertData.v(3), UpsertData.v(5), UpsertData.v(8));
    assertThat(parkedChanges.changes()).extracting(Change::recordCount).containsExactly(1, 2, 2);
  }

  @Test
  void mergesNothingOlderIntoTheNewRowOfAKeyChange() {
    Change arrived =
        given.change(Op.UPSERT, 1L, Row.empty(), RowLineage.partialRowMovedHere(UpsertData.v(7)));

    ParkedChanges parkedChanges = parked(arrived, given.upsert(1L, 3), given.upsert(1L, 8), moved);

    assertThat(parkedChanges.changes())
        .extracting(Change::version)
        .containsExactly(UpsertData.v(3), UpsertData.v(5), UpsertData.v(8));
    assertThat(parkedChanges.changes()).extracting(Change::recordCount).containsExactly(1, 1, 2);
  }

  @Test
  void theTimeLimitOfTheNextChangeBeginsWhenTheFirstIsWritten() {
    ParkedChanges parkedChanges = parked(given.upsert(1L, 3), moved);
    FailureCause cause = FailureCause.of(Reason.ROW_MISSING, "again");

    ParkedChanges same = parkedChanges.rescheduled(parkedChanges.changes(), cause, 9_000, true);
    ParkedChanges next = parkedChanges.rescheduled(List.of(moved), cause, 9_000, true);

    assertThat(same)
        .isEqualTo(new ParkedChanges(parkedChanges.changes(), cause, 2, 1_000, 1_000, 10_000));
    assertThat(next).isEqualTo(new ParkedChanges(List.of(moved), cause, 1, 9_000, 9_000, 9_500));
  }

  private static ParkedChanges parked(Change first, Change... more) {
    ParkedChanges parkedChanges =
        new ParkedChanges(
            List.of(first), FailureCause.of(Reason.ROW_MISSING, "no row"), 1, 1_000, 1_000, 1_500);
    for (Change change : more) {
      parkedChanges = parkedChanges.plus(change, ParkedChangesTest::newer);
    }
    return parkedChanges;
  }
}
