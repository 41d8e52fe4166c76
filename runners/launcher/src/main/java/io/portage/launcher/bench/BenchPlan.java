package io.portage.launcher.bench;

import org.jspecify.annotations.Nullable;

/**
 * The parameters of a benchmark.
 *
 * @param events the number of events; with a rate, the warm-up included
 * @param keys the number of keys
 * @param skew the distribution of the keys
 * @param rate events per second, or null for a backlog that is complete before anything starts
 * @param warmUpSeconds the first seconds at a rate, without the latencies of their events
 * @param parallelism the parallelism of the runner, and the number of threads of the consumer loop
 * @param partitions the number of partitions of the topic
 * @param tables the number of tables with a topic each; with several, Portage is compared with
 *     itself on one table
 */
record BenchPlan(
    int events,
    int keys,
    KeyDistribution skew,
    @Nullable Integer rate,
    int warmUpSeconds,
    int parallelism,
    int partitions,
    int tables) {
  private static final int PROBE_EVERY = 10;

  /** Returns the number of partitions of each topic if there are several tables. */
  int partitionsOfEach() {
    return Math.max(1, partitions / tables);
  }

  /** Returns true if the event with this number, from 0, is a probe; see {@link UserEvents}. */
  boolean isProbe(int number) {
    return rate != null && number % PROBE_EVERY == 0;
  }

  /** Returns the number of probes. */
  int probes() {
    return rate == null ? 0 : (events + PROBE_EVERY - 1) / PROBE_EVERY;
  }
}
