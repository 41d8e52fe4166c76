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
 * Portage's counters of embedded Flink's jobs while they run, and after they were cancelled: Beam's
 * result tells them only when a job ends by itself.
 *
 * <p>They are sums over subtasks and over attempts: what is read again after a restart counts
 * again. Flink publishes them when a bundle ends. Thread-safe.
 */
public final class LiveCounters implements MetricReporter, MetricReporterFactory {
  private static final String PREFIX = Ledger.NAMESPACE + ".";

  /** Jobs that are remembered. */
  private static final int MOST = 16;

  private static final Map<String, JobCounters> JOBS = new LinkedHashMap<>();

  private static final class JobCounters {
    private final Map<Counter, String> live = new HashMap<>();
    private final Map<String, Long> ended = new HashMap<>();
  }

  /** Flink makes it by the name of its class. */
  public LiveCounters() {}

  /** The counters of a job by their names, as {@link Ledger} gives them. */
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
        String counted = job.live.remove(counter);
        if (counted != null) {
          job.ended.merge(counted, counter.getCount(), Long::sum);
        }
      }
    }
  }

  private static JobCounters job(MetricGroup group) {
    String id = group.getAllVariables().getOrDefault("<job_id>", "");
    return JOBS.computeIfAbsent(id, job -> new JobCounters());
  }
}
