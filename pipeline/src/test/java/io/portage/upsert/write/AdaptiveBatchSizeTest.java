package io.portage.upsert.write;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AdaptiveBatchSizeTest {
  private final AdaptiveBatchSize atOnce = new AdaptiveBatchSize();

  @Test
  void hasNoLimitUntilTheDatabaseWasOverloaded() {
    atOnce.written(5_000);

    assertThat(atOnce.rows()).isEqualTo(Integer.MAX_VALUE);
  }

  @Test
  void halvesAfterEachOverloadDownToOneRow() {
    atOnce.exceeded(1_000);
    assertThat(atOnce.rows()).isEqualTo(500);

    atOnce.exceeded(2);
    assertThat(atOnce.rows()).isEqualTo(1);
  }

  @Test
  void growsAfterFullBatchesButNotAfterSmallerOnes() {
    atOnce.exceeded(800);
    atOnce.written(10);
    assertThat(atOnce.rows()).isEqualTo(400);

    for (int i = 0; i < 40; i++) {
      atOnce.written(Math.min(5_000, atOnce.rows()));
    }
    assertThat(atOnce.rows()).isBetween(5_000, 20_000);
  }
}
