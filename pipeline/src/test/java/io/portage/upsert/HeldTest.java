package io.portage.upsert;

import static org.assertj.core.api.Assertions.assertThat;

import io.portage.model.Change;
import io.portage.model.Change.Life;
import io.portage.model.Change.Op;
import io.portage.model.Columns;
import io.portage.model.DeadLetter.Cause;
import io.portage.model.Reason;
import io.portage.model.Row;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Changes of one key that wait as one, unless one of them moves the row. */
class HeldTest {
  private static Change newer(Change a, Change b) {
    return Given.ofRecords(a.version().isAfter(b.version()) ? a : b, a.records() + b.records());
  }

  private final Given given = new Given("docs");
  private final Change moved = given.delete(1L, 5).movingTo(Row.of(Columns.of("id"), 2L));

  @Test
  void mergesWhatComesWithWhatWaits() {
    Held held = held(given.upsert(1L, 3), given.upsert(1L, 4), given.upsert(1L, 2));

    assertThat(held.changes()).hasSize(1);
    assertThat(held.changes().get(0).records()).isEqualTo(3);
    assertThat(held.changes().get(0).version()).isEqualTo(Given.v(4));
  }

  @Test
  void mergesNothingAcrossAMove() {
    Held held = held(given.upsert(1L, 7), moved, given.upsert(1L, 3), given.upsert(1L, 8), moved);

    assertThat(held.changes())
        .extracting(Change::version)
        .containsExactly(Given.v(3), Given.v(5), Given.v(8));
    assertThat(held.changes()).extracting(Change::records).containsExactly(1, 2, 2);
  }

  @Test
  void mergesNothingIntoARowThatAKeyChangeBroughtFromBeforeIt() {
    Change arrived = given.change(Op.UPSERT, 1L, Row.empty(), Life.arrived(Given.v(7)));

    Held held = held(arrived, given.upsert(1L, 3), given.upsert(1L, 8), moved);

    assertThat(held.changes())
        .extracting(Change::version)
        .containsExactly(Given.v(3), Given.v(5), Given.v(8));
    assertThat(held.changes()).extracting(Change::records).containsExactly(1, 1, 2);
  }

  private static Held held(Change first, Change... more) {
    Held held =
        new Held(List.of(first), Cause.of(Reason.ROW_MISSING, "no row"), 1, 1_000, 1_000, 1_500);
    for (Change change : more) {
      held = held.plus(change, HeldTest::newer);
    }
    return held;
  }
}
