package io.portage.launcher.cutover;

import io.portage.config.PortageConfig;
import io.portage.launcher.status.MetricsSource;
import io.portage.launcher.status.MetricsSource.MetricsSnapshot;
import io.portage.target.Dialect;
import io.portage.target.ParkedRowTable;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * No row waits for another row. A parked row holds back its partition's committed offset, so none
 * is parked if no offset is missing. A missing offset may also be that of a record on its way: then
 * the rows that the writers publish and the runner's metric tell the two apart.
 */
final class ParkedRowsCheck implements CutoverCheck {
  private static final String METRIC = "Upsert.parkedRows";

  private final PortageConfig config;
  private final TargetTablesOfJob target;
  private final MetricsSource metrics;

  ParkedRowsCheck(PortageConfig config, TargetTablesOfJob target, MetricsSource metrics) {
    this.config = config;
    this.target = target;
    this.metrics = metrics;
  }

  @Override
  public String id() {
    return "parked-rows";
  }

  @Override
  public String title() {
    return "No row is parked";
  }

  @Override
  public CheckOutcome run() throws SQLException {
    Map<String, Long> unread = LagCheck.unread(config.source());
    return unread.isEmpty()
        ? judge(0, Map.of(), Optional.empty())
        : judge(
            unread.values().stream().mapToLong(Long::longValue).sum(),
            published(),
            metrics.read(config.name()));
  }

  /**
   * Decides.
   *
   * @param unread the number of offsets without an outcome
   * @param published the number of rows that are published as parked, by target table
   * @param metrics those of the running job; empty if they cannot be read
   */
  static CheckOutcome judge(
      long unread, Map<String, Long> published, Optional<MetricsSnapshot> metrics) {
    if (unread == 0) {
      return CheckOutcome.go(
          "the group's offsets are at the topics' ends, and a parked row would hold them back");
    }
    List<CutoverFinding> findings = new ArrayList<>();
    published.forEach((table, rows) -> findings.add(finding(table, rows)));
    long parked = metrics.map(values -> values.of(METRIC)).orElse(0L);
    if (parked > 0 && findings.isEmpty()) {
      findings.add(finding("job", parked));
    }
    if (findings.isEmpty() && metrics.isEmpty()) {
      return CheckOutcome.undecided(
          unread
              + " offsets have no outcome: their records are on their way, or their rows are"
              + " parked; the metric "
              + METRIC
              + " could tell (--flink)");
    }
    return CheckOutcome.of(
        List.of(
            metrics
                .map(values -> METRIC + " of " + values.place() + " is " + parked)
                .orElse("rows that need rows of other shards are published by their writers")),
        findings);
  }

  private static CutoverFinding finding(String place, long rows) {
    return new CutoverFinding(
        "parked-rows:" + place,
        rows + (rows == 1 ? " row is parked" : " rows are parked"),
        "load the rows that they need; a parked row becomes a dead letter after"
            + " target.waiting.atMost");
  }

  private Map<String, Long> published() throws SQLException {
    Map<String, Long> published = new TreeMap<>();
    Optional<Dialect> dialect = target.dialect();
    if (dialect.isEmpty()) {
      return published;
    }
    String name = config.target().parking().table();
    try (Connection connection = target.connect()) {
      if (dialect.get().describe(connection, name).isEmpty()) {
        return published;
      }
      Optional<ParkedRowTable> rows = dialect.get().parkedRowTable(connection, name);
      if (rows.isPresent()) {
        for (String table : target.names()) {
          long parked = rows.get().all(table).size();
          if (parked > 0) {
            published.put(table, parked);
          }
        }
      }
      connection.rollback();
    }
    return published;
  }
}
