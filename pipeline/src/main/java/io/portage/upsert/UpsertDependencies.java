package io.portage.upsert;

import io.portage.config.PortageConfig;
import io.portage.sink.Sink;
import io.portage.sink.SinkContext;
import io.portage.sink.SinkProviders;
import io.portage.target.connection.Sleeper;
import java.io.Serializable;
import java.time.Clock;

/**
 * The dependencies that tests replace.
 *
 * @param clock the time of failures and retries
 * @param sleeper pauses between attempts
 * @param sinks opens the sink
 */
record UpsertDependencies(Clock clock, Sleeper sleeper, SinkFactory sinks) implements Serializable {
  static final UpsertDependencies REAL =
      new UpsertDependencies(
          Clock.systemUTC(),
          Sleeper.REAL,
          (config, context) -> SinkProviders.of(config).open(config, context));

  /** Opens a sink on a worker. */
  @FunctionalInterface
  interface SinkFactory extends Serializable {
    Sink open(PortageConfig config, SinkContext context);
  }
}
