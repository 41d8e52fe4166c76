package io.portage.launcher.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.portage.HandClock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class OutageMemoryTest {
  private static final Instant START = Instant.parse("2026-01-01T14:00:00Z");

  private final HandClock clock = new HandClock(START);
  private final OutageMemory memory = new OutageMemory(clock);

  @Test
  void aJobStandsStillWhileRecordsWait() {
    memory.observeCommitted(100, 3);
    clock.move(Duration.ofSeconds(30));
    assertThat(memory.observeCommitted(100, 3)).isEqualTo(START);
    clock.move(Duration.ofSeconds(30));
    assertThat(memory.observeCommitted(101, 3)).isEqualTo(START.plusSeconds(60));
  }

  @Test
  void anIdleJobDoesNotStandStillWhenItsNextRecordComes() {
    memory.observeCommitted(100, 0);
    clock.move(Duration.ofHours(1));
    memory.observeCommitted(100, 0);
    clock.move(Duration.ofSeconds(3));
    assertThat(memory.observeCommitted(100, 1)).isEqualTo(clock.instant());
    clock.move(Duration.ofSeconds(30));
    assertThat(memory.observeCommitted(100, 1)).isEqualTo(clock.instant().minusSeconds(30));
  }

  @Test
  void anIdleJobThatNobodyWatchedDoesNotStandStill() {
    memory.observeCommitted(100, 0);
    clock.move(Duration.ofHours(1));
    assertThat(memory.observeCommitted(100, 1)).isEqualTo(START.plus(Duration.ofHours(1)));
  }

  @Test
  void remembersSinceWhenAServerIsAway() {
    assertThat(memory.observe("target", "refused")).isEqualTo(START);
    clock.move(Duration.ofSeconds(5));
    assertThat(memory.observe("target", "refused")).isEqualTo(START);
    assertThat(memory.observe("target", null)).isNull();
    assertThat(memory.observe("target", "refused")).isEqualTo(START.plusSeconds(5));
  }
}
