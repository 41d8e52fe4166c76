package io.portage.target.connection;

import java.io.Serializable;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Waits; handed in so that tests need not. */
@FunctionalInterface
public interface Sleeper extends Serializable {
  /** Waits on the real clock. */
  Sleeper REAL = length -> TimeUnit.NANOSECONDS.sleep(length.toNanos());

  /** Waits for {@code length}. */
  void sleep(Duration length) throws InterruptedException;
}
