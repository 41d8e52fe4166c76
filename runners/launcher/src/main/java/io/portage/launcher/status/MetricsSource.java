package io.portage.launcher.status;

import java.util.Map;
import java.util.Optional;

/** The live metrics of running jobs. Implementations are thread-safe and bounded in time. */
@FunctionalInterface
public interface MetricsSource {
  /** No metrics. */
  MetricsSource NONE = job -> Optional.empty();

  /**
   * The metrics of a running job.
   *
   * @param place where they were read, for display
   * @param values sums over all workers, by name as in {@code Stage.name}
   */
  record MetricsSnapshot(String place, Map<String, Long> values) {
    /** Returns a value, 0 if the job does not report it. */
    public long of(String name) {
      return values.getOrDefault(name, 0L);
    }
  }

  /** Returns the metrics of the job with this name; empty if it does not run here. */
  Optional<MetricsSnapshot> read(String job);
}
