package io.portage.commit;

import io.portage.commit.GroupOffsets.UnavailableException;
import io.portage.metrics.LogThrottle;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.kafka.common.TopicPartition;

/**
 * Commits the frontiers of all partitions that a run has in this process, together and now and
 * then.
 *
 * <p>While the broker does not answer, an attempt costs one wait of one thread, however many
 * partitions there are, and the attempts become rarer, so that other work goes on between them.
 *
 * <p>Shared by the instances of a step, since a runner may hand a partition from one to another:
 * each on its own could commit what the other has long passed. Thread-safe.
 */
final class PartitionCommits {
  /** From one attempt to the next. */
  static final Duration EVERY = Duration.ofSeconds(2);

  /** The same after many that the broker did not answer. */
  static final Duration SLOWEST = Duration.ofMinutes(1);

  private static final Map<String, PartitionCommits> SHARED = new HashMap<>();

  private final GroupOffsets group;
  private final Committer committer;
  private final ConsumerLag consumerLag;
  private final Clock clock;
  private final LogThrottle throttle;
  private final Consumer<String> warn;
  private final Map<TopicPartition, Long> frontiers = new ConcurrentHashMap<>();
  private final ReentrantLock asking = new ReentrantLock();
  private volatile Instant dueAt = Instant.EPOCH;
  private Duration pause = EVERY;
  private int users;

  /**
   * One attempt.
   *
   * @param committed how many offsets were committed
   * @param retryLater whether the broker did not answer
   */
  record CommitAttempt(int committed, boolean retryLater) {}

  /** Commits for {@code group}, and tells {@code warn} why it could not. */
  PartitionCommits(GroupOffsets group, Clock clock, LogThrottle throttle, Consumer<String> warn) {
    this.group = group;
    this.committer = new Committer(group, clock);
    this.consumerLag = new ConsumerLag(group, clock);
    this.clock = clock;
    this.throttle = throttle;
    this.warn = warn;
  }

  /** The one of a run in this process, made by the first who asks; give it back. */
  static PartitionCommits acquire(String run, Supplier<PartitionCommits> making) {
    synchronized (SHARED) {
      PartitionCommits commits = SHARED.computeIfAbsent(run, key -> making.get());
      commits.users++;
      return commits;
    }
  }

  /** Gives back what was acquired; with the last share the group is closed. */
  static void release(String run, PartitionCommits commits) {
    synchronized (SHARED) {
      commits.users--;
      if (commits.users > 0) {
        return;
      }
      SHARED.remove(run, commits);
    }
    commits.group.close();
  }

  /** The frontier of a partition is here now, or beyond. */
  void reached(TopicPartition partition, long offset) {
    frontiers.merge(partition, offset, Math::max);
  }

  /** Commits what all partitions have reached, if it is time and nobody else does. */
  CommitAttempt attempt() {
    if (clock.instant().isBefore(dueAt) || !asking.tryLock()) {
      return new CommitAttempt(0, false);
    }
    int committed = 0;
    try {
      Map<TopicPartition, Long> now = Map.copyOf(frontiers);
      if (!now.isEmpty() && !clock.instant().isBefore(dueAt)) {
        committed = committer.commit(now);
        consumerLag.refresh(now.keySet());
        pause = EVERY;
      }
      return new CommitAttempt(committed, false);
    } catch (UnavailableException e) {
      if (throttle.isDue("offsets")) {
        warn.accept("Offsets cannot be committed now and are tried again: " + e.getMessage());
      }
      pause = pause.multipliedBy(2).compareTo(SLOWEST) < 0 ? pause.multipliedBy(2) : SLOWEST;
      return new CommitAttempt(committed, true);
    } finally {
      dueAt = clock.instant().plus(pause);
      asking.unlock();
    }
  }

  /**
   * Commits what all partitions have reached, at once.
   *
   * @return how many were committed
   * @throws UnavailableException when the broker cannot be reached
   */
  int commit() throws UnavailableException {
    asking.lock();
    try {
      return committer.commit(Map.copyOf(frontiers));
    } finally {
      asking.unlock();
    }
  }

  /** Records of these partitions at and above their frontiers; see {@link ConsumerLag}. */
  long lag(Map<TopicPartition, Long> own) {
    return consumerLag.total(own);
  }
}
