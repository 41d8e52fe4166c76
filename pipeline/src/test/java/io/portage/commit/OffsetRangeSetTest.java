package io.portage.commit;

import static org.assertj.core.api.Assertions.assertThat;

import io.portage.model.ChangePart;
import io.portage.model.OffsetRange;
import io.portage.model.OffsetRanges;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class OffsetRangeSetTest {
  @Test
  void joinsAdjacentAndOverlappingRanges() {
    OffsetRangeSet both = of(whole(0, 3), whole(8, 9)).plus(of(whole(3, 5), whole(4, 7)));

    assertThat(both.ranges())
        .containsExactly(range(0, 7, ChangePart.WHOLE), range(8, 9, ChangePart.WHOLE));
  }

  @Test
  void joinsTwoHalvesToAWhole() {
    OffsetRangeSet deletes = of(half(0, 4, ChangePart.DELETE));
    OffsetRangeSet upserts = of(half(2, 6, ChangePart.UPSERT));

    assertThat(deletes.plus(upserts).ranges())
        .containsExactly(
            range(0, 2, ChangePart.DELETE),
            range(2, 4, ChangePart.WHOLE),
            range(4, 6, ChangePart.UPSERT));
    assertThat(of(half(0, 4, ChangePart.DELETE), half(0, 4, ChangePart.UPSERT)).ranges())
        .containsExactly(range(0, 4, ChangePart.WHOLE));
  }

  @Test
  void endsAtTheFirstGapOrHalf() {
    OffsetRangeSet done =
        of(whole(0, 3), whole(5, 9), half(9, 10, ChangePart.UPSERT), whole(10, 12));

    assertThat(done.contiguousEnd(0)).isEqualTo(3);
    assertThat(done.contiguousEnd(3)).isEqualTo(3);
    assertThat(done.contiguousEnd(4)).isEqualTo(4);
    assertThat(done.contiguousEnd(6)).isEqualTo(9);
    assertThat(done.contiguousEnd(20)).isEqualTo(20);
  }

  @Test
  void dropsRangesBelowAnOffset() {
    OffsetRangeSet done = of(whole(0, 3), whole(5, 9));

    assertThat(done.tailFrom(0)).isSameAs(done);
    assertThat(done.tailFrom(3).ranges()).containsExactly(range(5, 9, ChangePart.WHOLE));
    assertThat(done.tailFrom(6).ranges()).containsExactly(range(6, 9, ChangePart.WHOLE));
    assertThat(done.tailFrom(9)).isSameAs(OffsetRangeSet.NONE);
  }

  @Test
  void joinsTheRowsOfARecordInAnyOrder() {
    ChangePart first = ChangePart.ofRow(0, false);
    ChangePart second = ChangePart.ofRow(1, false);
    ChangePart last = ChangePart.ofRow(2, true);

    assertThat(of(half(0, 4, last), half(0, 4, first)).ranges())
        .containsExactly(List.of(0L, 4L, last.mask().or(first.mask())));
    assertThat(
            of(half(0, 4, last), half(0, 4, first))
                .plus(of(half(0, 4, second.upsert())))
                .plus(of(half(0, 4, second.delete()), whole(4, 5)))
                .ranges())
        .containsExactly(range(0, 5, ChangePart.WHOLE));
  }

  @Test
  void completesARecordWithVeryManyRows() {
    List<OffsetRange> rows = new ArrayList<>();
    for (int i = 0; i < ChangePart.MAX_ROWS; i++) {
      rows.add(half(7, 8, ChangePart.ofRow(i, i == ChangePart.MAX_ROWS - 1)));
    }
    OffsetRange missing = rows.remove(40_000);

    OffsetRangeSet all = OffsetRangeSet.of(OffsetRanges.of(rows).ranges());

    assertThat(all.contiguousEnd(7)).isEqualTo(7);
    assertThat(all.plus(of(missing)).ranges()).containsExactly(range(7, 8, ChangePart.WHOLE));
  }

  private static List<Number> range(long from, long to, ChangePart part) {
    return List.of(from, to, part.mask());
  }

  private static OffsetRangeSet of(OffsetRange... intervals) {
    return OffsetRangeSet.of(OffsetRanges.of(List.of(intervals)).ranges());
  }

  private static OffsetRange whole(long from, long to) {
    return half(from, to, ChangePart.WHOLE);
  }

  private static OffsetRange half(long from, long to, ChangePart changePart) {
    return new OffsetRange("users", 0, from, to, changePart);
  }
}
