package io.portage.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** The limits of the readers' fetches. */
final class FetchLimitsTest {
  private static final long MEMORY = 2L << 30;

  @Test
  void areTheGreatestForFewPartitions() {
    assertThat(FetchLimits.of(4, 4, MEMORY)).isEqualTo(FetchLimits.GREATEST);
    assertThat(FetchLimits.of(8, 32, MEMORY)).isEqualTo(FetchLimits.GREATEST);
  }

  @Test
  void areSmallerForManyReadersAndPartitions() {
    assertThat(FetchLimits.of(32, 256, MEMORY)).isEqualTo(new FetchLimits(1_250, 512 << 10));
  }

  @Property(tries = 200)
  void boundAllResponsesTogetherAndAllowProgress(
      @ForAll @IntRange(min = 1, max = 128) int readers,
      @ForAll @IntRange(min = 1, max = 10_000) int partitions) {
    FetchLimits limits = FetchLimits.of(readers, partitions, MEMORY);

    assertThat(limits.records()).isBetween(500, 5_000);
    assertThat((long) limits.records() * readers)
        .isLessThanOrEqualTo(Math.max(40_000, 500 * readers));
    assertThat((long) limits.partitionBytes() * partitions)
        .isLessThanOrEqualTo(Math.max(MEMORY / 16, (128L << 10) * partitions));
  }
}
