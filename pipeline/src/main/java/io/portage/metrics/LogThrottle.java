package io.portage.metrics;

import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Decides if a warning is due: the first time, and again when a period has passed since it was last
 * due. It keeps the log readable while many threads repeat one warning.
 *
 * <p>Thread-safe. It remembers {@value #MOST} causes; beyond that, the causes logged longest ago
 * are due again.
 */
public final class LogThrottle {
  /** The maximum number of remembered causes. */
  static final int MOST = 1_000;

  private final long everyNanos;
  private final LongSupplier nanos;
  private final Map<String, Long> loggedAt = new LinkedHashMap<>();

  /** A throttle that allows each cause once per {@code every}. */
  public LogThrottle(Duration every) {
    this(every, System::nanoTime);
  }

  /** The same with another clock, which returns nanoseconds since an arbitrary origin. */
  public LogThrottle(Duration every, LongSupplier nanos) {
    this.everyNanos = every.toNanos();
    this.nanos = nanos;
  }

  /** Returns a throttle that allows each cause once. */
  public static LogThrottle oncePerCause() {
    return new LogThrottle(Duration.ofDays(100_000), System::nanoTime);
  }

  /** Returns true if a warning about {@code cause} is due, and then records it as logged. */
  public synchronized boolean isDue(String cause) {
    long now = nanos.getAsLong();
    Long last = loggedAt.get(cause);
    if (last != null && now - last < everyNanos) {
      return false;
    }
    loggedAt.remove(cause);
    loggedAt.put(cause, now);
    if (loggedAt.size() > MOST) {
      Iterator<String> oldest = loggedAt.keySet().iterator();
      oldest.next();
      oldest.remove();
    }
    return true;
  }
}
