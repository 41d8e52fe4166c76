package io.portage.launcher.bench;

import org.jspecify.annotations.Nullable;

/**
 * What a benchmark does.
 *
 * @param events how many events there are; with a rate: those of the warm-up included
 * @param keys how many keys they are drawn from
 * @param skew how often each key is drawn
 * @param rate events a second, or null for a backlog that is there before anything starts
 * @param warmUpSeconds the first seconds at a rate, whose latencies do not count
 * @param parallelism of the runner, and the threads of the consumer loop
 * @param partitions of the topic
 */
record BenchPlan(
    int events,
    int keys,
    KeyDistribution skew,
    @Nullable Integer rate,
    int warmUpSeconds,
    int parallelism,
    int partitions) {
  private static final int PROBE_EVERY = 10;

  /** Whether the event of this number, from 0, is a probe; see {@link UserEvents}. */
  boolean isProbe(int number) {
    return rate != null && number % PROBE_EVERY == 0;
  }

  /** How many probes there are. */
  int probes() {
    return rate == null ? 0 : (events + PROBE_EVERY - 1) / PROBE_EVERY;
  }
}
