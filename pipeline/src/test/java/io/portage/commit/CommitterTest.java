package io.portage.commit;

import static io.portage.commit.FakeGroup.users;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.portage.HandClock;
import io.portage.commit.GroupOffsets.UnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class CommitterTest {
  private final HandClock watch = new HandClock(Instant.ofEpochSecond(1_000));
  private final FakeGroup group = new FakeGroup();
  private final Committer committer = new Committer(group, watch);

  @Test
  void commitsTheFirstOffsetOfAGroup() throws Exception {
    assertThat(commit(0, 0)).isEqualTo(1);

    assertThat(group.commits).containsExactly(Map.of(users(0), 0L));
  }

  @Test
  void neverCommitsBelowTheGroupsOffset() throws Exception {
    group.committed.put(users(0), 100L);

    assertThat(commit(0, 50)).isZero();
    assertThat(commit(0, 99)).isZero();
    assertThat(commit(0, 101)).isEqualTo(1);
    assertThat(group.commits).containsExactly(Map.of(users(0), 101L));
  }

  @Test
  void commitsTheSameOffsetOnce() throws Exception {
    commit(0, 7);

    assertThat(commit(0, 7)).isZero();
    assertThat(group.commits).hasSize(1);
  }

  @Test
  void renewsAnUnchangedOffsetBeforeItExpires() throws Exception {
    commit(0, 7);
    group.committed.put(users(0), 7L);
    watch.move(Committer.RENEWAL);

    assertThat(commit(0, 7)).isEqualTo(1);
    assertThat(commit(0, 7)).isZero();
    assertThat(group.commits).hasSize(2);
  }

  @Test
  void readsTheGroupsOffsetBeforeItRenews() throws Exception {
    commit(0, 7);
    group.committed.put(users(0), 9L);
    watch.move(Committer.RENEWAL.plus(Duration.ofSeconds(1)));

    assertThat(commit(0, 8)).isZero();
    assertThat(group.commits).hasSize(1);
  }

  @Test
  void commitsSeveralPartitionsWithOneRequest() throws Exception {
    group.committed.put(users(2), 50L);

    assertThat(committer.commit(Map.of(users(0), 7L, users(1), 3L, users(2), 40L))).isEqualTo(2);

    assertThat(group.commits).containsExactly(Map.of(users(0), 7L, users(1), 3L));
    assertThat(group.requests).isEqualTo(2);
  }

  @Test
  void retriesAFailedCommit() throws Exception {
    group.down = true;
    assertThatThrownBy(() -> commit(0, 7)).isInstanceOf(UnavailableException.class);

    group.down = false;
    assertThat(commit(0, 7)).isEqualTo(1);
  }

  private int commit(int partition, long offset) throws UnavailableException {
    return committer.commit(Map.of(users(partition), offset));
  }
}
