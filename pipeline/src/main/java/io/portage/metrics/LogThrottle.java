package io.portage.metrics;

import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Says whether a warning is due: the first time, and again when a period has passed since it was
 * given last. It keeps the log readable while many threads meet one cause again and again.
 *
 * <p>Thread-safe. It remembers {@value #MOST} causes; of more, those that were given longest ago
 * are due again.
 */
public final class LogThrottle {
  /** Most causes that are remembered. */
  static final int MOST = 1_000;

  private final long everyNanos;
  private final LongSupplier nanos;
  private final Map<String, Long> given = new LinkedHashMap<>();

  /** A throttle that lets each cause through once in {@code every}. */
  public LogThrottle(Duration every) {
    this(every, System::nanoTime);
  }

  /** The same by another clock, which tells nanoseconds since some moment. */
  public LogThrottle(Duration every, LongSupplier nanos) {
    this.everyNanos = every.toNanos();
    this.nanos = nanos;
  }

  /** A throttle that lets each cause through once. */
  public static LogThrottle oncePerCause() {
    return new LogThrottle(Duration.ofDays(100_000), System::nanoTime);
  }

  /** Whether a warning about {@code cause} is due; if so, it counts as given. */
  public synchronized boolean isDue(String cause) {
    long now = nanos.getAsLong();
    Long last = given.get(cause);
    if (last != null && now - last < everyNanos) {
      return false;
    }
    given.remove(cause);
    given.put(cause, now);
    if (given.size() > MOST) {
      Iterator<String> oldest = given.keySet().iterator();
      oldest.next();
      oldest.remove();
    }
    return true;
  }
}
