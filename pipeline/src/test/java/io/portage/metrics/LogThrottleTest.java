package io.portage.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class LogThrottleTest {
  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5); // passes the overflow
  private final LogThrottle throttle = new LogThrottle(Duration.ofMinutes(1), nanos::get);

  @Test
  void allowsEachCauseOncePerPeriod() {
    assertThat(throttle.isDue("08006")).isTrue();
    assertThat(throttle.isDue("08006")).isFalse();
    assertThat(throttle.isDue("40P01")).isTrue();

    nanos.addAndGet(Duration.ofSeconds(59).toNanos());
    assertThat(throttle.isDue("08006")).isFalse();

    nanos.addAndGet(Duration.ofSeconds(1).toNanos());
    assertThat(throttle.isDue("08006")).isTrue();
  }

  @Test
  void allowsEachCauseOnce() {
    LogThrottle once = LogThrottle.oncePerCause();

    assertThat(once.isDue("a")).isTrue();
    assertThat(once.isDue("a")).isFalse();
  }

  @Test
  void remembersALimitedNumberOfCauses() {
    for (int i = 0; i < 2 * LogThrottle.MOST; i++) {
      throttle.isDue("cause " + i);
    }

    assertThat(throttle.isDue("cause " + (2 * LogThrottle.MOST - 1))).isFalse();
    assertThat(throttle.isDue("cause 0")).isTrue();
  }
}
