package io.portage.flink;

import io.portage.metrics.Ledger;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Metric;
import org.apache.flink.metrics.MetricConfig;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.reporter.MetricReporter;
import org.apache.flink.metrics.reporter.MetricReporterFactory;

/**
 * Portage's counters of embedded Flink jobs while they run and after a cancel. Beam's result has
 * them only for a job that ends by itself.
 *
 * <p>The values are sums over subtasks and attempts: records read again after a restart count
 * again. Flink publishes them when a bundle ends. Thread-safe.
 */
public final class LiveCounters implements MetricReporter, MetricReporterFactory {
  private static final String PREFIX = Ledger.NAMESPACE + ".";

  /** The number of jobs that are remembered. */
  private static final int MOST = 16;

  private static final Map<String, JobCounters> JOBS = new LinkedHashMap<>();

  private static final class JobCounters {
    private final Map<Counter, String> live = new HashMap<>();
    private final Map<String, Long> ended = new HashMap<>();
  }

  /** Flink instantiates the class by its name. */
  public LiveCounters() {}

  /** Returns a job's counters by name, without the namespace of {@link Ledger}. */
  static Map<String, Long> of(String jobId) {
    synchronized (JOBS) {
      JobCounters job = JOBS.getOrDefault(jobId, new JobCounters());
      Map<String, Long> sums = new HashMap<>(job.ended);
      job.live.forEach((counter, name) -> sums.merge(name, counter.getCount(), Long::sum));
      return sums;
    }
  }

  @Override
  public MetricReporter createMetricReporter(java.util.Properties properties) {
    return new LiveCounters();
  }

  @Override
  public void open(MetricConfig config) {}

  @Override
  public void close() {}

  @Override
  public void notifyOfAddedMetric(Metric metric, String name, MetricGroup group) {
    if (metric instanceof Counter counter && name.startsWith(PREFIX)) {
      synchronized (JOBS) {
        job(group).live.put(counter, name.substring(PREFIX.length()));
        if (JOBS.size() > MOST) {
          JOBS.remove(JOBS.keySet().iterator().next());
        }
      }
    }
  }

  @Override
  public void notifyOfRemovedMetric(Metric metric, String name, MetricGroup group) {
    if (metric instanceof Counter counter) {
      synchronized (JOBS) {
        JobCounters job = job(group);
        String counterName = job.live.remove(counter);
        if (counterName != null) {
          job.ended.merge(counterName, counter.getCount(), Long::sum);
        }
      }
    }
  }

  private static JobCounters job(MetricGroup group) {
    String id = group.getAllVariables().getOrDefault("<job_id>", "");
    return JOBS.computeIfAbsent(id, job -> new JobCounters());
  }
}
