package io.portage.normalize;

import io.portage.metrics.Ledger;
import io.portage.metrics.SharedTableLabels;
import io.portage.model.Coordinates;
import io.portage.model.Stage;
import io.portage.model.event.DecodedRecord;
import io.portage.target.connection.MinInterval;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reports that a source's log has begun again: logs it at most once a minute per partition, and
 * counts, by table, the changes of which it is not certain. Not thread-safe.
 */
final class LogRestartReport {
  /** The metric of changes that may belong to another log, in total and by table. */
  private static final String SUSPECTED = "suspectedLogRestart";

  private static final Logger LOG = LoggerFactory.getLogger(LogRestartReport.class);
  private static final Duration LOG_EVERY = Duration.ofMinutes(1);

  private final SharedTableLabels labels;
  private final Clock clock;
  private final Map<String, MinInterval> lines = new HashMap<>();
  private final Map<String, Long> unpublished = new HashMap<>();

  LogRestartReport(SharedTableLabels labels, Clock clock) {
    this.labels = labels;
    this.clock = clock;
  }

  /** Discards unpublished counts: the records of a failed bundle are processed again. */
  void begin() {
    unpublished.clear();
  }

  /** Reports a change of which it is not certain. */
  void suspected(String table, DecodedRecord event, String message) {
    unpublished.merge(labels.of(table), 1L, Long::sum);
    warn(event, message);
  }

  /** Reports a rejected change; it is counted as a dead letter. */
  void restarted(DecodedRecord event, String message) {
    warn(event, message);
  }

  private void warn(DecodedRecord event, String message) {
    Coordinates at = event.record().coordinates();
    String partition = at.topic() + "-" + at.partition();
    if (lines.computeIfAbsent(partition, any -> new MinInterval(LOG_EVERY, clock)).tryAcquire()) {
      LOG.warn("{}, offset {}: {}", partition, at.offset(), message);
    }
  }

  /** Publishes the counts. */
  void publish() {
    unpublished.forEach(
        (label, count) -> {
          Ledger.suspectedLogRestart().inc(count);
          Ledger.ofTable(Stage.NORMALIZE, label, SUSPECTED).inc(count);
        });
    unpublished.clear();
  }
}
