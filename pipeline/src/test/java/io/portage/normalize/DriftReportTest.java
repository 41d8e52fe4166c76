package io.portage.normalize;

import static org.assertj.core.api.Assertions.assertThat;

import io.portage.HandClock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class DriftReportTest {
  private final HandClock clock = new HandClock(TestBed.NOW);

  @Test
  void countsByTableAndKindAndDiscardsCountsOfAFailedBundle() {
    DriftReport report = new DriftReport(List.of("sales.items", "sales_items"), clock);
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
    DriftReport report = new DriftReport(List.of("t"), clock);
    report.add("t", DriftKind.UNKNOWN_COLUMN, List.of("b"));
    report.add("t", DriftKind.UNKNOWN_COLUMN, List.of("a"));
    assertThat(report.lines())
        .containsExactly(
            "table t: 2 events since the last such line have columns that no column of the target"
                + " takes: a, b (docs/schema-changes.md)");
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
    DriftReport report = new DriftReport(List.of(), clock);
    for (int i = 0; i < 2 * DriftReport.MOST; i++) {
      for (DriftKind kind : DriftKind.values()) {
        report.add("t" + i, kind, List.of("c"));
      }
    }

    assertThat(report.lines()).hasSize((DriftReport.MOST + 1) * (DriftKind.values().length - 1));
  }
}
