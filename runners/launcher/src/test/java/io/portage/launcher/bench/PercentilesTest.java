package io.portage.launcher.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

final class PercentilesTest {
  @Test
  void areMeasuredValues() {
    long[] falling = LongStream.rangeClosed(1, 1_000).map(n -> 1_001 - n).toArray();

    assertThat(Percentiles.of(falling)).isEqualTo(new Percentiles(1_000, 500, 950, 990, 1_000));
  }

  @Test
  void areTheNearestRankOfFewValues() {
    assertThat(Percentiles.of(new long[] {7})).isEqualTo(new Percentiles(1, 7, 7, 7, 7));
    assertThat(Percentiles.of(new long[] {30, 10, 20}))
        .isEqualTo(new Percentiles(3, 20, 30, 30, 30));
  }

  @Test
  void rejectAnEmptyArray() {
    assertThatThrownBy(() -> Percentiles.of(new long[0]))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
