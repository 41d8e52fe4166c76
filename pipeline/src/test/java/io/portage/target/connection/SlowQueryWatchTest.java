package io.portage.target.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class SlowQueryWatchTest {
  @Test
  void warnsRepeatedlyUntilTheWatchIsClosed() throws InterruptedException {
    CountDownLatch warnings = new CountDownLatch(3);
    SlowQueryWatch slow =
        new SlowQueryWatch(
            Duration.ofMillis(5), Duration.ofMillis(5), soFar -> warnings.countDown());

    try (SlowQueryWatch.WatchedTransaction watched = slow.watch()) {
      assertThat(warnings.await(1, TimeUnit.MINUTES)).isTrue();
      assertThat(slow.watched()).isLessThanOrEqualTo(1);
    }
    assertThat(slow.watched()).isZero();
  }
}
