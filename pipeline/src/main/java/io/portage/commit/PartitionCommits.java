package io.portage.commit;

import io.portage.commit.GroupOffsets.UnavailableException;
import io.portage.metrics.LogThrottle;
import io.portage.model.BackOff;
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
 * Commits the frontiers of all partitions of a run in this process, together and at an interval.
 *
 * <p>While the broker does not answer, an attempt blocks one thread once, for all partitions
 * together, and the interval grows, so that other work continues between attempts.
 *
 * <p>Shared by all instances of a step: a runner may move a partition from one instance to another,
 * and an instance of its own could commit an offset far below the current one. Thread-safe.
 */
final class PartitionCommits {
  /** The interval between attempts. */
  static final Duration EVERY = Duration.ofSeconds(2);

  /** The longest interval, after many attempts without an answer. */
  static final Duration SLOWEST = Duration.ofMinutes(1);

  private static final BackOff INTERVAL = new BackOff(EVERY, SLOWEST);
  private static final Map<String, PartitionCommits> SHARED = new HashMap<>();

  private final GroupOffsets group;
  private final Committer committer;
  private final ConsumerLag consumerLag;
  private final Clock clock;
  private final LogThrottle throttle;
  private final Consumer<String> warn;
  private final Map<TopicPartition, Long> frontiers = new ConcurrentHashMap<>();
  private final ReentrantLock committing = new ReentrantLock();
  private volatile Instant dueAt = Instant.EPOCH;
  private int failures;
  private int users;

  /**
   * The result of an attempt.
   *
   * @param committed the number of committed offsets
   * @param retryLater true if the broker did not answer
   */
  record CommitAttempt(int committed, boolean retryLater) {}

  /** Commits for {@code group}; {@code warn} receives the messages of failed attempts. */
  PartitionCommits(GroupOffsets group, Clock clock, LogThrottle throttle, Consumer<String> warn) {
    this.group = group;
    this.committer = new Committer(group, clock);
    this.consumerLag = new ConsumerLag(group, clock);
    this.clock = clock;
    this.throttle = throttle;
    this.warn = warn;
  }

  /**
   * Returns the instance of a run in this process, made by the first caller. Each caller releases
   * it.
   */
  static PartitionCommits acquire(String run, Supplier<PartitionCommits> factory) {
    synchronized (SHARED) {
      PartitionCommits commits = SHARED.computeIfAbsent(run, key -> factory.get());
      commits.users++;
      return commits;
    }
  }

  /** Releases an acquired instance; the last release closes the group. */
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

  /** Raises the frontier of a partition to {@code offset}, if that is higher. */
  void reached(TopicPartition partition, long offset) {
    frontiers.merge(partition, offset, Math::max);
  }

  /** Commits all frontiers if the interval has passed and no other thread does so. */
  CommitAttempt attempt() {
    if (clock.instant().isBefore(dueAt) || !committing.tryLock()) {
      return new CommitAttempt(0, false);
    }
    int committed = 0;
    try {
      Map<TopicPartition, Long> now = Map.copyOf(frontiers);
      if (!now.isEmpty() && !clock.instant().isBefore(dueAt)) {
        committed = committer.commit(now);
        consumerLag.refresh(now.keySet());
        failures = 0;
      }
      return new CommitAttempt(committed, false);
    } catch (UnavailableException e) {
      if (throttle.isDue("offsets")) {
        warn.accept("Offsets cannot be committed now and are tried again: " + e.getMessage());
      }
      failures++;
      return new CommitAttempt(committed, true);
    } finally {
      dueAt = clock.instant().plus(INTERVAL.delay(failures + 1));
      committing.unlock();
    }
  }

  /**
   * Commits all frontiers at once.
   *
   * @return the number of committed offsets
   * @throws UnavailableException if the broker does not answer
   */
  int commit() throws UnavailableException {
    committing.lock();
    try {
      return committer.commit(Map.copyOf(frontiers));
    } finally {
      committing.unlock();
    }
  }

  /** Returns the consumer lag of these partitions; see {@link ConsumerLag}. */
  long lag(Map<TopicPartition, Long> own) {
    return consumerLag.total(own);
  }
}
