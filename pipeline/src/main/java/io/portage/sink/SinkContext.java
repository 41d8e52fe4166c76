package io.portage.sink;

import io.portage.target.connection.Sleeper;
import java.time.Clock;

/**
 * The environment of a sink on a worker.
 *
 * @param clock the time of results and failures
 * @param sleeper pauses between attempts
 * @param outages counts the attempts that an outage ended, for a sink that repeats a part of a call
 *     itself; the caller counts those that end with {@link SinkUnavailableException}
 */
public record SinkContext(Clock clock, Sleeper sleeper, OutageListener outages) {
  /** Returns the context outside of a pipeline: the system's clock, and no metrics. */
  public static SinkContext standalone() {
    return new SinkContext(Clock.systemUTC(), Sleeper.REAL, OutageListener.NONE);
  }
}
