package io.portage.launcher.run;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class RateMeterTest {
  private static final long SECOND = 1_000_000_000L;

  @Test
  void isTheGrowthOfTheLastTenSeconds() {
    RateMeter rate = new RateMeter();

    assertThat(rate.add(0, 0)).isNull();
    assertThat(rate.add(5 * SECOND, 500)).isEqualTo(100.0);
    assertThat(rate.add(10 * SECOND, 500)).isEqualTo(50.0);
    assertThat(rate.add(15 * SECOND, 500)).isEqualTo(0.0);
    assertThat(rate.add(20 * SECOND, 1_500)).isEqualTo(100.0);
  }

  @Test
  void startsAgainWhenTheCountFalls() {
    RateMeter rate = new RateMeter();
    assertThat(rate.add(0, 700)).isNull();

    assertThat(rate.add(5 * SECOND, 10)).isNull();
    assertThat(rate.add(6 * SECOND, 20)).isEqualTo(10.0);
  }
}
