package io.portage.latest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class HoldDurationTest {
  private final HoldDuration time = new HoldDuration();

  @Test
  void isShortAtFirstAndLongWhileTheSourceHasMore() {
    assertThat(heldFor(0)).isEqualTo(50);
    time.restart();
    assertThat(heldFor(50)).isEqualTo(10_000);
    time.restart();
    assertThat(heldFor(20_000)).isEqualTo(10_000);
  }

  @Test
  void beginsWithAShortTimeAgainWhenTheSourceHadNoMore() {
    heldFor(0);
    time.restart();
    time.end();

    assertThat(heldFor(1_000)).isEqualTo(50);
  }

  @Test
  void startsWithTheFirstBufferedChange() {
    time.hold(100);
    time.hold(140);

    assertThat(time.isOver(149)).isFalse();
    assertThat(time.isOver(150)).isTrue();
  }

  /** The hold time of changes that arrive at {@code from}, in milliseconds. */
  private long heldFor(long from) {
    time.hold(from);
    long now = from;
    while (!time.isOver(now)) {
      now++;
    }
    return now - from;
  }
}
