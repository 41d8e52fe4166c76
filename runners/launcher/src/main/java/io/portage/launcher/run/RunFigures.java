package io.portage.launcher.run;

import io.portage.launcher.output.DurationText;
import io.portage.launcher.status.Health;
import io.portage.launcher.status.JobProgress.JobMoment;
import io.portage.launcher.status.MetricsSource.MetricsSnapshot;
import io.portage.launcher.status.Overview;
import io.portage.metrics.LedgerSummary;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The figures of a run in progress at one moment, as {@code portage status} computes them.
 *
 * @param job the job's name
 * @param moment the lag and the health; up to five seconds older than the counters
 * @param counters the run's counters; null while there are none
 * @param perSecond records read per second; null while it is not known
 */
record RunFigures(
    String job, JobMoment moment, @Nullable MetricsSnapshot counters, @Nullable Double perSecond) {

  /** Returns one line for a terminal: the changing figures first. */
  String statusLine() {
    List<String> parts = new ArrayList<>();
    parts.add(perSecond == null ? "- records/s" : grouped(Math.round(perSecond)) + " records/s");
    if (moment.lag() != null) {
      parts.add(lag(moment.lag()));
    }
    if (counters == null) {
      parts.add("starting");
    } else {
      LedgerSummary ledger = LedgerSummary.of(counters.values());
      parts.add("read " + grouped(ledger.read()));
      parts.add("applied " + grouped(ledger.applied()));
      parts.add("dead " + grouped(ledger.dead()));
      addParked(parts);
    }
    addHealth(parts);
    return String.join("  ", parts);
  }

  /** Returns one line for a log: the ledger, the rate, the lag, and the health unless it is ok. */
  String logLine() {
    List<String> parts = new ArrayList<>();
    parts.add(counters == null ? "no counts yet" : LedgerSummary.of(counters.values()).line());
    if (perSecond != null) {
      parts.add(grouped(Math.round(perSecond)) + " records/s");
    }
    if (moment.lag() != null) {
      parts.add(lag(moment.lag()));
    }
    addParked(parts);
    addHealth(parts);
    return moment.at().truncatedTo(ChronoUnit.SECONDS) + "  " + String.join("; ", parts);
  }

  /**
   * Returns what must change for another log line: the totals, the parked keys, that the lag is 0,
   * and the health unless it is ok.
   */
  List<String> changing() {
    List<String> parts = new ArrayList<>();
    parts.add(counters == null ? "" : LedgerSummary.of(counters.values()).line());
    parts.add(moment.lag() != null && moment.lag().records() == 0 ? "caught up" : "behind");
    addParked(parts);
    addHealth(parts);
    return parts;
  }

  /** Returns the figures by name, for a JSON line. */
  Map<String, Object> fields() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("job", job);
    if (perSecond != null) {
      fields.put("recordsPerSecond", Math.round(perSecond));
    }
    Overview.Lag lag = moment.lag();
    if (lag != null) {
      Map<String, Object> shown = new LinkedHashMap<>();
      shown.put("records", lag.records());
      if (lag.seconds() != null) {
        shown.put("seconds", lag.seconds());
      }
      fields.put("lag", shown);
    }
    if (counters != null) {
      fields.put("ledger", Overview.Ledger.of(counters));
    }
    fields.put("health", moment.health());
    return fields;
  }

  private void addParked(List<String> parts) {
    long parked = counters == null ? 0 : Overview.Ledger.of(counters).parked();
    if (parked > 0) {
      parts.add("parked " + grouped(parked));
    }
  }

  private void addHealth(List<String> parts) {
    Health health = moment.health();
    if (!health.level().equals("ok")) {
      parts.add(health.sentence());
    }
  }

  private static String lag(Overview.Lag lag) {
    return "lag "
        + grouped(lag.records())
        + (lag.seconds() == null
            ? ""
            : " (" + DurationText.of(Duration.ofSeconds(Math.round(lag.seconds()))) + ")");
  }

  private static String grouped(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }
}
