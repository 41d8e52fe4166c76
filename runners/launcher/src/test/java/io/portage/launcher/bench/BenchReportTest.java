package io.portage.launcher.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BenchReportTest {
  private static final TableCheck RIGHT = new TableCheck(100, 0, 0, 0, 0, 0);
  private static final TableCheck STALE = new TableCheck(100, 0, 0, 5, 0, 0);

  @TempDir private Path folder;

  @Test
  void showsBothSystemsAndTheirRatio() {
    String table = report(figures(20, 4.0, RIGHT, 3L), figures(10, 1.0, RIGHT, null)).table();

    assertThat(table)
        .containsPattern("total +20\\.0 s +10\\.0 s +2\\.00")
        .containsPattern("CPU of the process +4\\.0 s +1\\.0 s +4\\.00")
        .containsPattern("latency p99 +990 ms +990 ms +1\\.00")
        .containsPattern("dead letters +3 +- +-")
        .containsPattern("table +right +right");
  }

  @Test
  void omitsMissingFigures() {
    BenchReport report = report(figures(20, null, RIGHT, 3L), figures(10, null, RIGHT, null));

    assertThat(report.table()).doesNotContain("CPU of the process").contains("total");
    assertThat(report.ratios()).doesNotContainKey("cpuSeconds").containsEntry("totalSeconds", 2.0);
  }

  @Test
  void isWrongWithAWrongTableOrAWrongNumberOfDeadLetters() {
    BenchFigures loop = figures(10, 1.0, RIGHT, null);

    assertThat(report(figures(20, 1.0, RIGHT, 3L), loop).isRight()).isTrue();
    assertThat(report(figures(20, 1.0, STALE, 3L), loop).isRight()).isFalse();
    assertThat(report(figures(20, 1.0, STALE, 3L), loop).table()).contains("WRONG: 0 missing");
    assertThat(report(figures(20, 1.0, RIGHT, 2L), loop).isRight()).isFalse();
    assertThat(report(figures(20, 1.0, RIGHT, 4L), loop).table())
        .contains("4 (WRONG: 3 events cannot be used)");
    assertThat(report(figures(20, 1.0, RIGHT, 3L), figures(1, 1.0, STALE, null)).isRight())
        .isFalse();
  }

  @Test
  void warnsOfOtherProcesses() {
    BenchFigures quiet = figures(10, 1.0, RIGHT, 3L);
    BenchFigures busy = figures(0.1, 1.0, RIGHT, 3L);

    assertThat(report(quiet, quiet).table()).doesNotContain("measure again");
    assertThat(report(quiet, busy).table()).contains("more than a tenth of this machine");
  }

  @Test
  void writesAllFiguresAsJson() throws Exception {
    Path file = folder.resolve("figures.json");
    report(figures(20, null, STALE, 3L), figures(10, 1.0, RIGHT, null)).write(file);

    JsonNode json = JsonMapper.builder().build().readTree(file.toFile());
    assertThat(json.at("/plan/skew").asText()).isEqualTo("zipf");
    assertThat(json.at("/portage/totalSeconds").asDouble()).isEqualTo(20);
    assertThat(json.at("/portage/cpuSeconds").isNull()).isTrue();
    assertThat(json.at("/portage/latencyMillis/p99").asLong()).isEqualTo(990);
    assertThat(json.at("/portage/table/older").asInt()).isEqualTo(5);
    assertThat(json.at("/consumerLoop/rowsWritten").asLong()).isEqualTo(150);
    assertThat(json.at("/ratios/totalSeconds").asDouble()).isEqualTo(2);
    assertThat(json.at("/right").asBoolean()).isFalse();
    assertThat(json.at("/machine/processors").asInt()).isPositive();
  }

  private static BenchReport report(BenchFigures portage, BenchFigures loop) {
    return new BenchReport(
        "2024-09-17T00:00:00Z",
        "DirectRunner",
        new BenchPlan(1_000, 100, KeyDistribution.zipf, null, 10, 2, 4, 1),
        42,
        100,
        3,
        new BenchReport.Machine(2, "17", 2_000_000_000L),
        portage,
        loop);
  }

  private static BenchFigures figures(double seconds, Double cpu, TableCheck table, Long letters) {
    return new BenchFigures(
        seconds,
        1,
        seconds - 1,
        1_000 / seconds,
        1_000 / (seconds - 1),
        cpu,
        2.0,
        0.5,
        1_000_000L,
        150,
        1.5,
        null,
        new Percentiles(1_000, 500, 950, 990, 1_000),
        letters,
        4,
        table);
  }
}
