package io.portage.commit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.portage.commit.GroupOffsets.UnavailableException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

final class CommitterTest {
  private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
  private final FakeGroup group = new FakeGroup();
  private final Committer committer = new Committer(group, new Watch(now));

  @Test
  void commitsTheFirstOffsetOfAGroupThatHasNone() throws Exception {
    assertThat(committer.commit("users", 0, 0)).isTrue();

    assertThat(group.commits).containsExactly(0L);
  }

  @Test
  void neverGoesBelowWhatTheGroupHas() throws Exception {
    group.committed = OptionalLong.of(100);

    assertThat(committer.commit("users", 0, 50)).isFalse();
    assertThat(committer.commit("users", 0, 99)).isFalse();
    assertThat(committer.commit("users", 0, 101)).isTrue();
    assertThat(group.commits).containsExactly(101L);
  }

  @Test
  void commitsTheSameOffsetOnce() throws Exception {
    committer.commit("users", 0, 7);

    assertThat(committer.commit("users", 0, 7)).isFalse();
    assertThat(group.commits).containsExactly(7L);
  }

  @Test
  void renewsAnOffsetThatDoesNotMoveBeforeTheBrokerForgetsIt() throws Exception {
    committer.commit("users", 0, 7);
    now.set(now.get().plus(Committer.RENEWAL));

    assertThat(committer.commit("users", 0, 7)).isTrue();
    assertThat(group.commits).containsExactly(7L, 7L);
  }

  @Test
  void looksAgainBeforeItRenews() throws Exception {
    committer.commit("users", 0, 7);
    group.committed = OptionalLong.of(9);
    now.set(now.get().plus(Committer.RENEWAL).plus(Duration.ofSeconds(1)));

    assertThat(committer.commit("users", 0, 8)).isFalse();
    assertThat(group.commits).containsExactly(7L);
  }

  @Test
  void keepsPartitionsApart() throws Exception {
    committer.commit("users", 0, 7);
    committer.commit("users", 1, 3);

    assertThat(group.commits).containsExactly(7L, 3L);
  }

  @Test
  void triesAgainWhatTheBrokerDidNotTake() throws Exception {
    group.down = true;
    assertThatThrownBy(() -> committer.commit("users", 0, 7))
        .isInstanceOf(UnavailableException.class);

    group.down = false;
    assertThat(committer.commit("users", 0, 7)).isTrue();
  }

  private static final class FakeGroup implements GroupOffsets {
    private final List<Long> commits = new ArrayList<>();
    private OptionalLong committed = OptionalLong.empty();
    private boolean down;

    @Override
    public OptionalLong committed(String topic, int partition) {
      return committed;
    }

    @Override
    public long end(String topic, int partition) {
      throw new AssertionError("nobody asked for it");
    }

    @Override
    public void commit(String topic, int partition, long offset) throws UnavailableException {
      if (down) {
        throw new UnavailableException("down", new IllegalStateException());
      }
      commits.add(offset);
    }

    @Override
    public void close() {}
  }

  private static final class Watch extends Clock {
    private final AtomicReference<Instant> now;

    Watch(AtomicReference<Instant> now) {
      this.now = now;
    }

    @Override
    public Instant instant() {
      return now.get();
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }
}
