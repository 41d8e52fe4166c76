package io.portage.latest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class HoldTimeTest {
  private final HoldTime time = new HoldTime();

  @Test
  void holdsTwiceAsLongEachTimeThatTheSourceHasMore() {
    assertThat(heldFor(0)).isEqualTo(500);
    time.goOn();
    assertThat(heldFor(500)).isEqualTo(1_000);
    time.goOn();
    assertThat(heldFor(1_500)).isEqualTo(2_000);
    for (int i = 0; i < 10; i++) {
      time.goOn();
    }
    assertThat(heldFor(10_000)).isEqualTo(5_000);
  }

  @Test
  void beginsWithAShortTimeAgainWhenTheSourceHadNoMore() {
    heldFor(0);
    time.goOn();
    time.end();

    assertThat(heldFor(1_000)).isEqualTo(500);
  }

  @Test
  void countsFromTheFirstThatIsHeld() {
    time.hold(100);
    time.hold(400);

    assertThat(time.isOver(599)).isFalse();
    assertThat(time.isOver(600)).isTrue();
  }

  /** How long what comes at {@code from} is held, in milliseconds. */
  private long heldFor(long from) {
    time.hold(from);
    long now = from;
    while (!time.isOver(now)) {
      now++;
    }
    return now - from;
  }
}
