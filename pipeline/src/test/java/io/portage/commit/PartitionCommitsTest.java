package io.portage.commit;

import static io.portage.commit.FakeGroup.users;
import static org.assertj.core.api.Assertions.assertThat;

import io.portage.HandClock;
import io.portage.metrics.LogThrottle;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class PartitionCommitsTest {
  private final HandClock watch = new HandClock(Instant.ofEpochSecond(1_000));
  private final FakeGroup group = new FakeGroup();
  private final List<String> log = new ArrayList<>();
  private final PartitionCommits commits =
      new PartitionCommits(
          group,
          watch,
          new LogThrottle(Duration.ofMinutes(1), () -> watch.millis() * 1_000_000),
          log::add);

  @Test
  void waitsOnceForAllPartitionsIfTheBrokerDoesNotAnswer() {
    group.down = true;
    group.onWait = () -> watch.move(Duration.ofSeconds(15));
    Instant before = watch.instant();

    int postponed = ticks(20);

    assertThat(Duration.between(before, watch.instant())).isLessThan(Duration.ofSeconds(30));
    assertThat(postponed).isEqualTo(1);
    assertThat(log)
        .containsExactly(
            "Offsets cannot be committed now and are tried again: broker:9092 gave no answer");
  }

  @Test
  void growsTheIntervalAndLogsTheCauseOnceAMinute() {
    group.down = true;
    group.onWait = () -> watch.move(Duration.ofSeconds(15));
    Instant end = watch.instant().plus(Duration.ofMinutes(10));
    while (watch.instant().isBefore(end)) {
      ticks(20);
      watch.move(PartitionCommits.EVERY);
    }

    assertThat(group.requests).isBetween(8, 12);
    assertThat(log).hasSizeBetween(7, 10);

    group.down = false;
    watch.move(PartitionCommits.SLOWEST);
    assertThat(commits.attempt().committed()).isEqualTo(20);
    watch.move(PartitionCommits.EVERY);
    commits.reached(users(0), 8);
    assertThat(commits.attempt().committed()).isEqualTo(1);
  }

  @Test
  void sendsOneRequestForAllPartitions() {
    for (int i = 0; i < 20; i++) {
      commits.reached(users(i), 7);
    }

    assertThat(commits.attempt()).isEqualTo(new PartitionCommits.CommitAttempt(20, false));

    assertThat(group.commits).hasSize(1);
    assertThat(group.requests).isEqualTo(3); // the group's offsets, the commit, the end offsets
  }

  @Test
  void neverCommitsBelowTheFrontierOfAnotherInstance() {
    commits.reached(users(0), 9);
    commits.reached(users(0), 7);
    commits.attempt();
    watch.move(PartitionCommits.EVERY);
    commits.reached(users(0), 8);
    commits.attempt();

    assertThat(group.commits).containsExactly(Map.of(users(0), 9L));
  }

  @Test
  void isSharedByTheInstancesOfARun() {
    AtomicInteger created = new AtomicInteger();
    for (int i = 0; i < 2; i++) {
      PartitionCommits one = PartitionCommits.acquire("run", () -> counted(created));
      PartitionCommits other = PartitionCommits.acquire("run", () -> counted(created));
      assertThat(one).isSameAs(other);
      PartitionCommits.release("run", one);
      PartitionCommits.release("run", other);
    }

    assertThat(created).hasValue(2);
  }

  private PartitionCommits counted(AtomicInteger count) {
    count.incrementAndGet();
    return new PartitionCommits(group, watch, LogThrottle.oncePerCause(), log::add);
  }

  private int ticks(int partitions) {
    int postponed = 0;
    for (int i = 0; i < partitions; i++) {
      commits.reached(users(i), 7);
      postponed += commits.attempt().retryLater() ? 1 : 0;
    }
    return postponed;
  }
}
