package io.portage.read;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class EndOfBacklogTest {
  private long now;

  @Test
  void isReportedAtOnceWithoutABacklogAndOncePerIntervalWithOne() {
    EndOfBacklog end = new EndOfBacklog(() -> now);

    assertThat(end.isReported(() -> false)).isTrue();
    assertThat(end.isReported(() -> true)).isFalse();
    now += EndOfBacklog.EVERY.toNanos();
    assertThat(end.isReported(() -> true)).isTrue();
    assertThat(end.isReported(() -> true)).isFalse();
    assertThat(end.isReported(() -> false)).isTrue();
  }
}
