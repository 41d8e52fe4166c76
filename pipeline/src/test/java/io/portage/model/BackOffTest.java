package io.portage.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The delays between attempts. */
final class BackOffTest {
  private final BackOff backOff = new BackOff(Duration.ofMillis(200), Duration.ofSeconds(5));

  @Test
  void doublesUpToTheLongestDelay() {
    assertThat(backOff.delay(1)).hasMillis(200);
    assertThat(backOff.delay(2)).hasMillis(400);
    assertThat(backOff.delay(5)).hasMillis(3_200);
    assertThat(backOff.delay(6)).hasSeconds(5);
    assertThat(backOff.delay(Integer.MAX_VALUE)).hasSeconds(5);
  }

  @Test
  void jitterShortensADelayByAtMostHalf() {
    for (int attempt = 1; attempt < 1_000; attempt++) {
      assertThat(backOff.jittered(attempt))
          .isBetween(backOff.delay(attempt).dividedBy(2), backOff.delay(attempt));
    }
  }
}
