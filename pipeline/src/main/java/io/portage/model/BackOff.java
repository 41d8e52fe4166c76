package io.portage.model;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Exponential back-off: the delay doubles with each attempt.
 *
 * @param first the delay after the first attempt
 * @param longest the longest delay
 */
public record BackOff(Duration first, Duration longest) {
  /** Returns the delay after the {@code attempt}th attempt, from 1. */
  public Duration delay(int attempt) {
    long doubled = first.toMillis() << Math.min(attempt - 1, 20);
    return Duration.ofMillis(Math.min(longest.toMillis(), doubled));
  }

  /**
   * Returns between half of {@link #delay} and all of it, so that workers do not retry at the same
   * time.
   */
  public Duration jittered(int attempt) {
    long whole = delay(attempt).toMillis();
    return Duration.ofMillis(ThreadLocalRandom.current().nextLong(whole / 2, whole + 1));
  }
}
