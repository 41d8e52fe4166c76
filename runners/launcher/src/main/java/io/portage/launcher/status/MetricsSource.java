package io.portage.launcher.status;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The live metrics of running jobs. Implementations are thread-safe and bounded in time. */
@FunctionalInterface
public interface MetricsSource {
  /** A counter of parked keys, in total or of one table and constraint. */
  Pattern PARKED = Pattern.compile("(Upsert\\.(?:table\\.\\w+\\.)?)parked((?:\\.\\w+)?)");

  /** No metrics. */
  MetricsSource NONE = job -> Optional.empty();

  /**
   * The metrics of a running job.
   *
   * @param place where they were read, for display
   * @param values sums over all workers, by name as in {@code Stage.name}
   */
  record MetricsSnapshot(String place, Map<String, Long> values) {
    /**
     * Returns the metrics of a process that has counters only: a gauge of parked keys is the
     * difference of its two counters.
     */
    public static MetricsSnapshot ofCounters(String place, Map<String, Long> counters) {
      Map<String, Long> values = new HashMap<>(counters);
      for (Map.Entry<String, Long> counter : counters.entrySet()) {
        Matcher name = PARKED.matcher(counter.getKey());
        if (name.matches()) {
          String unparked = name.group(1) + "unparked" + name.group(2);
          values.put(
              name.group(1) + "parkedRows" + name.group(2),
              Math.max(0, counter.getValue() - counters.getOrDefault(unparked, 0L)));
        }
      }
      return new MetricsSnapshot(place, values);
    }

    /** Returns a value, 0 if the job does not report it. */
    public long of(String name) {
      return values.getOrDefault(name, 0L);
    }
  }

  /** Returns the metrics of the job with this name; empty if it does not run here. */
  Optional<MetricsSnapshot> read(String job);
}
