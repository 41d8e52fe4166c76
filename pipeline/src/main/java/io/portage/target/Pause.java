package io.portage.target;

import java.io.Serializable;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Waits; handed in so that tests need not. */
@FunctionalInterface
public interface Pause extends Serializable {
  /** Waits on the real clock. */
  Pause REAL = length -> TimeUnit.NANOSECONDS.sleep(length.toNanos());

  /** Waits for {@code length}. */
  void of(Duration length) throws InterruptedException;
}
