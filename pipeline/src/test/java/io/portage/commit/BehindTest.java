package io.portage.commit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

final class BehindTest {
  private final Log log = new Log();

  @Test
  void isWhatTheLogsHoldAboveTheFrontiers() throws Exception {
    Behind behind = new Behind(log, at(0));
    log.ends.putAll(Map.of(0, 100L, 1, 50L));

    behind.look("users", 0, 90);
    behind.look("users", 1, 50);

    assertThat(behind.total()).isEqualTo(10);
  }

  @Test
  void followsTheFrontierWithoutAskingTheBrokerEachTime() throws Exception {
    Behind behind = new Behind(log, at(0));
    log.ends.put(0, 100L);

    behind.look("users", 0, 90);
    behind.look("users", 0, 95);

    assertThat(behind.total()).isEqualTo(5);
    assertThat(log.asked).isEqualTo(1);
  }

  @Test
  void looksAgainLater() throws Exception {
    Hand hand = new Hand();
    Behind behind = new Behind(log, hand);
    log.ends.put(0, 100L);
    behind.look("users", 0, 90);
    log.ends.put(0, 200L);
    hand.now = hand.now.plus(Behind.EVERY);

    behind.look("users", 0, 90);

    assertThat(behind.total()).isEqualTo(110);
  }

  @Test
  void isNeverNegative() throws Exception {
    Behind behind = new Behind(log, at(0));
    log.ends.put(0, 100L);
    behind.look("users", 0, 90);

    behind.look("users", 0, 103);

    assertThat(behind.total()).isZero();
  }

  private static Clock at(long millis) {
    return Clock.fixed(Instant.ofEpochMilli(millis), ZoneOffset.UTC);
  }

  private static final class Hand extends Clock {
    private Instant now = Instant.EPOCH;

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneOffset getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(java.time.ZoneId zone) {
      return this;
    }
  }

  private static final class Log implements GroupOffsets {
    private final Map<Integer, Long> ends = new HashMap<>();
    private int asked;

    @Override
    public OptionalLong committed(String topic, int partition) {
      return OptionalLong.empty();
    }

    @Override
    public long end(String topic, int partition) {
      asked++;
      return ends.get(partition);
    }

    @Override
    public void commit(String topic, int partition, long offset) {
      throw new AssertionError("nobody asked for it");
    }

    @Override
    public void close() {}
  }
}
