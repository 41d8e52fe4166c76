package io.portage.commit;

import static org.assertj.core.api.Assertions.assertThat;

import io.portage.model.Half;
import io.portage.model.Interval;
import io.portage.model.Origins;
import java.util.List;
import org.junit.jupiter.api.Test;

final class CoverageTest {
  @Test
  void joinsNeighboursAndOverlaps() {
    Coverage both = of(whole(0, 3), whole(8, 9)).plus(of(whole(3, 5), whole(4, 7)));

    assertThat(both.stretches()).containsExactly(List.of(0L, 7L, 3L), List.of(8L, 9L, 3L));
  }

  @Test
  void makesAWholeOfTwoHalves() {
    Coverage deletes = of(half(0, 4, Half.DELETE));
    Coverage upserts = of(half(2, 6, Half.UPSERT));

    assertThat(deletes.plus(upserts).stretches())
        .containsExactly(List.of(0L, 2L, 1L), List.of(2L, 4L, 3L), List.of(4L, 6L, 2L));
    assertThat(of(half(0, 4, Half.DELETE), half(0, 4, Half.UPSERT)).stretches())
        .containsExactly(List.of(0L, 4L, 3L));
  }

  @Test
  void reachesToTheFirstGapOrHalf() {
    Coverage done = of(whole(0, 3), whole(5, 9), half(9, 10, Half.UPSERT), whole(10, 12));

    assertThat(done.reachFrom(0)).isEqualTo(3);
    assertThat(done.reachFrom(3)).isEqualTo(3);
    assertThat(done.reachFrom(4)).isEqualTo(4);
    assertThat(done.reachFrom(6)).isEqualTo(9);
    assertThat(done.reachFrom(20)).isEqualTo(20);
  }

  @Test
  void forgetsWhatLiesBelow() {
    Coverage done = of(whole(0, 3), whole(5, 9));

    assertThat(done.since(0)).isSameAs(done);
    assertThat(done.since(3).stretches()).containsExactly(List.of(5L, 9L, 3L));
    assertThat(done.since(6).stretches()).containsExactly(List.of(6L, 9L, 3L));
    assertThat(done.since(9)).isSameAs(Coverage.NONE);
  }

  private static Coverage of(Interval... intervals) {
    return Coverage.of(Origins.of(List.of(intervals)).intervals());
  }

  private static Interval whole(long from, long to) {
    return half(from, to, Half.WHOLE);
  }

  private static Interval half(long from, long to, Half half) {
    return new Interval("users", 0, from, to, half);
  }
}
