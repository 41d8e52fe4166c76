package io.portage.normalize;

import io.portage.metrics.Ledger;
import io.portage.metrics.SharedTableLabels;
import io.portage.model.Stage;
import io.portage.target.connection.MinInterval;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts the events whose columns are not those of the target, by table and kind, and logs each
 * kind of a table at most once a minute. The tables without a label of their own share one counter
 * and one line. Not thread-safe.
 */
final class DriftReport {
  private static final Logger LOG = LoggerFactory.getLogger(DriftReport.class);
  private static final Duration LOG_EVERY = Duration.ofMinutes(1);
  private static final int MOST_COLUMNS = 20;

  private final SharedTableLabels labels;
  private final Clock clock;
  private final Map<DriftOf, Found> found = new HashMap<>();
  private final Map<DriftOf, Long> unpublished = new HashMap<>();

  private record DriftOf(String label, DriftKind kind) {}

  /** The events and columns since the last line of the log. */
  private static final class Found {
    private final String table;
    private final MinInterval lines;
    private final TreeSet<String> columns = new TreeSet<>();
    private long events;

    private Found(String table, Clock clock) {
      this.table = table;
      this.lines = new MinInterval(LOG_EVERY, clock);
    }
  }

  /**
   * A report.
   *
   * @param labels the labels of the target tables
   */
  DriftReport(SharedTableLabels labels, Clock clock) {
    this.labels = labels;
    this.clock = clock;
  }

  void add(String table, DriftKind kind, List<String> columns) {
    String label = labels.of(table);
    DriftOf drift = new DriftOf(label, kind);
    Found known =
        found.computeIfAbsent(
            drift, some -> new Found(label.equals(SharedTableLabels.OTHER) ? label : table, clock));
    unpublished.merge(drift, 1L, Long::sum);
    known.events++;
    for (String column : columns) {
      if (known.columns.size() < MOST_COLUMNS) {
        known.columns.add(column);
      }
    }
  }

  /** Discards unpublished counts: the records of a failed bundle are processed again. */
  void begin() {
    unpublished.clear();
  }

  /** Returns the unpublished counts by the name of the metric, without its stage. */
  Map<String, Long> counts() {
    Map<String, Long> counts = new HashMap<>();
    unpublished.forEach(
        (drift, count) ->
            counts.put(Ledger.ofTable(drift.label(), "drift." + drift.kind().label()), count));
    return counts;
  }

  /** Publishes the counts and logs what is due. */
  void publish() {
    if (unpublished.isEmpty()) {
      return;
    }
    counts().forEach((name, count) -> Ledger.counter(Stage.NORMALIZE, name).inc(count));
    lines().forEach(LOG::warn);
    unpublished.clear();
  }

  /** Returns the lines that are due for what was counted since the last publication. */
  List<String> lines() {
    return unpublished.keySet().stream()
        .filter(drift -> !drift.kind().text().isEmpty())
        .filter(drift -> known(drift).lines.tryAcquire())
        .map(this::line)
        .sorted()
        .toList();
  }

  private Found known(DriftOf drift) {
    return Objects.requireNonNull(found.get(drift), "counted");
  }

  private String line(DriftOf drift) {
    Found known = known(drift);
    String line =
        "table "
            + known.table
            + ": "
            + known.events
            + (known.events == 1 ? " event" : " events")
            + " since the last such line "
            + drift.kind().text()
            + ": "
            + String.join(", ", known.columns)
            + " (pipeline/docs/schema-changes.md)";
    known.events = 0;
    known.columns.clear();
    return line;
  }
}
