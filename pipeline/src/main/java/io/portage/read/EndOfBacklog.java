package io.portage.read;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * Decides when a chunk is reported as the last one of its partition for now, which makes the
 * changes held back so far be written.
 *
 * <p>While other partitions of the consumer have a backlog, that is reported at most once in {@link
 * #EVERY}: with many partitions one of them reaches its end at almost every poll, and each report
 * divides the changes of all tables into smaller batches. The last partition of a backlog is always
 * reported. Not thread-safe.
 */
final class EndOfBacklog {
  /** The shortest time between two reports while there is a backlog. */
  static final Duration EVERY = Duration.ofSeconds(1);

  private final LongSupplier nanos;
  private long reportedAt;

  /**
   * Creates the decision of one consumer.
   *
   * @param nanos a clock that returns nanoseconds since an arbitrary origin
   */
  EndOfBacklog(LongSupplier nanos) {
    this.nanos = nanos;
    this.reportedAt = nanos.getAsLong();
  }

  /**
   * Returns true if the end of a partition is to be reported.
   *
   * @param hasBacklog true if another partition of the consumer has further records
   */
  boolean isReported(BooleanSupplier hasBacklog) {
    long now = nanos.getAsLong();
    if (now - reportedAt < EVERY.toNanos() && hasBacklog.getAsBoolean()) {
      return false;
    }
    reportedAt = now;
    return true;
  }
}
