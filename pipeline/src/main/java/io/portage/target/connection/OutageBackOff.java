package io.portage.target.connection;

import io.portage.metrics.LogThrottle;
import io.portage.model.BackOff;
import io.portage.target.TargetException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The pauses between the attempts of an outage: capped, jittered exponential back-off.
 *
 * <p>Blocks the caller, which gives back-pressure. An interrupt ends the wait. Thread-safe.
 */
public final class OutageBackOff {
  static final BackOff DELAYS = new BackOff(Duration.ofMillis(50), Duration.ofSeconds(15));

  private static final Logger LOG = LoggerFactory.getLogger(OutageBackOff.class);

  /** Throttled, because many writers see the same outage. */
  private static final LogThrottle WAITING = new LogThrottle(Duration.ofSeconds(30));

  private static final LogThrottle RECOVERED = new LogThrottle(Duration.ofSeconds(5));

  private final String server;
  private final Sleeper sleeper;

  /**
   * Creates a back-off.
   *
   * @param server the name of the server in messages, such as {@code database}
   */
  public OutageBackOff(String server, Sleeper sleeper) {
    this.server = server;
    this.sleeper = sleeper;
  }

  /**
   * Waits after an attempt that an outage ended.
   *
   * @param attempt the number of attempts so far, at least 1
   * @param code the code of the error, or null
   * @param message the error, without row values
   * @throws TargetException on an interrupt
   */
  public void pause(int attempt, @Nullable String code, @Nullable String message) {
    Duration delay = DELAYS.jittered(attempt);
    if (WAITING.isDue(String.valueOf(code))) {
      LOG.warn(
          "The {} is unavailable, attempt {}, next attempt in {} ms: {}",
          server,
          attempt,
          delay.toMillis(),
          message);
    }
    try {
      sleeper.sleep(delay);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TargetException("interrupted while waiting for the " + server, e);
    }
  }

  /**
   * Logs the end of an outage of a second or more; a deadlock ends with the next attempt.
   *
   * @param attempts the number of attempts, with the successful one
   * @param started the time of the first attempt by {@link System#nanoTime}
   */
  public void recovered(int attempts, long started) {
    long seconds = Duration.ofNanos(System.nanoTime() - started).toSeconds();
    if (attempts > 1 && seconds > 0 && RECOVERED.isDue(server)) {
      LOG.warn("The {} is available again after {} s and {} attempts", server, seconds, attempts);
    }
  }
}
