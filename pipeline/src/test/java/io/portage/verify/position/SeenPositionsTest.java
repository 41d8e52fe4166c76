package io.portage.verify.position;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class SeenPositionsTest {
  private final SeenPositions positions = new SeenPositions();

  @Test
  void knowsNothingAtFirst() {
    assertThat(positions.seenBy(100)).isNull();
  }

  @Test
  void aPositionCountsOnceItsOpenTransactionsHaveEnded() {
    positions.add(10, 0);
    positions.add(20, 7);

    assertThat(positions.seenBy(7)).isEqualTo(10);
    assertThat(positions.seenBy(8)).isEqualTo(20);
  }

  @Test
  void aLongTransactionLeavesThePositionsBeforeIt() {
    positions.add(10, 5);
    for (int lsn = 20; lsn < 2_000; lsn++) {
      positions.add(lsn, 7 + lsn);
    }

    assertThat(positions.seenBy(6)).isEqualTo(10);
    assertThat(positions.seenBy(5_000)).isEqualTo(1_999);
  }

  @Test
  void anIdOf32BitsIsTheNearestWholeOne() {
    assertThat(PostgresLog.wholeId(5, 7)).isEqualTo(5);
    assertThat(PostgresLog.wholeId(5, (3L << 32) + 7)).isEqualTo((3L << 32) + 5);
    assertThat(PostgresLog.wholeId(0xFFFF_FFFFL, (3L << 32) + 7)).isEqualTo((3L << 32) - 1);
    assertThat(PostgresLog.wholeId(5, (3L << 32) - 1)).isEqualTo((3L << 32) + 5);
  }
}
