package io.portage.commit;

import static org.assertj.core.api.Assertions.assertThat;

import io.portage.model.ChangePart;
import io.portage.model.OffsetRange;
import io.portage.model.OffsetRanges;
import java.util.List;
import org.junit.jupiter.api.Test;

final class OffsetRangeSetTest {
  @Test
  void joinsAdjacentAndOverlappingRanges() {
    OffsetRangeSet both = of(whole(0, 3), whole(8, 9)).plus(of(whole(3, 5), whole(4, 7)));

    assertThat(both.ranges()).containsExactly(List.of(0L, 7L, 3L), List.of(8L, 9L, 3L));
  }

  @Test
  void joinsTwoHalvesToAWhole() {
    OffsetRangeSet deletes = of(half(0, 4, ChangePart.DELETE));
    OffsetRangeSet upserts = of(half(2, 6, ChangePart.UPSERT));

    assertThat(deletes.plus(upserts).ranges())
        .containsExactly(List.of(0L, 2L, 1L), List.of(2L, 4L, 3L), List.of(4L, 6L, 2L));
    assertThat(of(half(0, 4, ChangePart.DELETE), half(0, 4, ChangePart.UPSERT)).ranges())
        .containsExactly(List.of(0L, 4L, 3L));
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
    assertThat(done.tailFrom(3).ranges()).containsExactly(List.of(5L, 9L, 3L));
    assertThat(done.tailFrom(6).ranges()).containsExactly(List.of(6L, 9L, 3L));
    assertThat(done.tailFrom(9)).isSameAs(OffsetRangeSet.NONE);
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
