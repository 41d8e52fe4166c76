package io.portage.target.connection;

import java.io.Serializable;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Sleeps; injected, so that tests do not wait. */
@FunctionalInterface
public interface Sleeper extends Serializable {
  /** Sleeps in real time. */
  Sleeper REAL = length -> TimeUnit.NANOSECONDS.sleep(length.toNanos());

  /** Sleeps for {@code length}. */
  void sleep(Duration length) throws InterruptedException;
}
