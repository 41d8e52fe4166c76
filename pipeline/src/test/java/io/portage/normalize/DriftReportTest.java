package io.portage.normalize;

import static org.assertj.core.api.Assertions.assertThat;

import io.portage.HandClock;
import io.portage.metrics.SharedTableLabels;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class DriftReportTest {
  private final HandClock clock = new HandClock(TestBed.NOW);

  /** A report of a job of its own. */
  private DriftReport report(String... tables) {
    String job = UUID.randomUUID().toString();
    return new DriftReport(SharedTableLabels.of(job, List.of(tables)), clock);
  }

  @Test
  void countsByTableAndKindAndDiscardsCountsOfAFailedBundle() {
    DriftReport report = report("sales.items", "sales_items");
    report.add("sales.items", DriftKind.UNKNOWN_COLUMN, List.of("a"));
    report.begin();
    report.add("sales_items", DriftKind.UNKNOWN_COLUMN, List.of("a"));
    report.add("sales_items", DriftKind.UNKNOWN_COLUMN, List.of("b"));
    report.add("sales_items", DriftKind.MISSING_COLUMN, List.of("c"));

    assertThat(report.counts())
        .hasSize(2)
        .containsEntry("table.sales_items.drift.unknownColumns", 2L)
        .containsEntry("table.sales_items.drift.missingColumns", 1L);
  }

  @Test
  void tellsEachKindOfATableOnceAMinute() {
    DriftReport report = report("t");
    report.add("t", DriftKind.UNKNOWN_COLUMN, List.of("b"));
    report.add("t", DriftKind.UNKNOWN_COLUMN, List.of("a"));
    assertThat(report.lines())
        .containsExactly(
            "table t: 2 events since the last such line have columns that no column of the target"
                + " takes: a, b (pipeline/docs/schema-changes.md)");
    report.begin();
    report.add("t", DriftKind.UNKNOWN_COLUMN, List.of("c"));
    assertThat(report.lines()).isEmpty();
    clock.move(Duration.ofMinutes(1));
    report.begin();
    report.add("t", DriftKind.UNKNOWN_COLUMN, List.of("d"));

    assertThat(report.lines()).singleElement().asString().contains("2 events", "c, d");
  }

  @Test
  void countsTablesBeyondTheLimitTogether() {
    DriftReport report = report();
    for (int i = 0; i < 2 * SharedTableLabels.MOST; i++) {
      for (DriftKind kind : DriftKind.values()) {
        report.add("t" + i, kind, List.of("c"));
      }
    }

    assertThat(report.lines())
        .hasSize((SharedTableLabels.MOST + 1) * (DriftKind.values().length - 1));
  }
}
