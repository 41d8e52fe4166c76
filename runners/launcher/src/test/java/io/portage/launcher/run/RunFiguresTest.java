package io.portage.launcher.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.portage.launcher.output.JsonText;
import io.portage.launcher.status.Health;
import io.portage.launcher.status.JobProgress.JobMoment;
import io.portage.launcher.status.MetricsSource.MetricsSnapshot;
import io.portage.launcher.status.Overview;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class RunFiguresTest {
  private static final Instant NOW = Instant.parse("2026-01-01T14:02:30.5Z");
  private static final Map<String, Long> COUNTS =
      Map.of("Read.read", 120_000L, "Upsert.applied", 119_990L, "Upsert.parkedRows", 3L);

  @Test
  void tellsRateLagAndCounts() {
    assertThat(figures(null, 3_210, COUNTS, 1_204.4).statusLine())
        .isEqualTo(
            "1,204 records/s  lag 3,210 (12 s)  read 120,000  applied 119,990  dead 0  parked 3");
    assertThat(figures(null, 3_210, null, null).statusLine())
        .isEqualTo("- records/s  lag 3,210 (12 s)  starting");
  }

  @Test
  void tellsWhyItWaits() {
    RunFigures waiting = figures("connection refused", 3_210, COUNTS, 0.0);

    assertThat(waiting.statusLine())
        .endsWith("  waiting for the database since 14:02:00 UTC: connection refused");
    assertThat(waiting.logLine())
        .startsWith("2026-01-01T14:02:30Z  read 120,000, split 0, applied 119,990,")
        .endsWith(
            "; 0 records/s; lag 3,210 (12 s); parked 3; waiting for the database since 14:02:00"
                + " UTC: connection refused");
  }

  @Test
  void linesAreWrittenAtAChangeOnly() {
    StringWriter text = new StringWriter();
    RunReport report = new RunReport.Lines(new PrintWriter(text));

    report.figures(figures(null, 7, COUNTS, 1.0));
    report.figures(figures(null, 9, COUNTS, 2.0));
    report.figures(figures("down", 9, COUNTS, 2.0));
    report.figures(figures("down", 9, COUNTS, 2.0));
    report.figures(figures(null, 9, COUNTS, 2.0));

    assertThat(text.toString().lines().map(line -> line.contains("waiting")).toList())
        .isEqualTo(List.of(false, true, false));
  }

  @Test
  void aLineTellsThatTheLastOffsetIsCommitted() {
    StringWriter text = new StringWriter();
    RunReport report = new RunReport.Lines(new PrintWriter(text));

    report.figures(figures(null, 41, COUNTS, 0.0));
    report.figures(figures(null, 0, COUNTS, 0.0));
    report.figures(figures(null, 0, COUNTS, 0.0));

    assertThat(text.toString().lines().map(line -> line.contains("lag 0")).toList())
        .isEqualTo(List.of(false, true));
  }

  @Test
  void fieldsAreTheFiguresOfStatus() {
    assertThat(JsonText.line(figures(null, 7, COUNTS, 1.0).fields()))
        .startsWith(
            "{\"job\":\"users\",\"recordsPerSecond\":1,\"lag\":{\"records\":7,\"seconds\":12.0},"
                + "\"ledger\":{\"read\":120000,\"split\":0,\"applied\":119990,")
        .endsWith("\"health\":{\"level\":\"ok\",\"sentence\":\"behind by 7 records\"}}");
  }

  private static RunFigures figures(
      @Nullable String problem,
      long lag,
      @Nullable Map<String, Long> counts,
      @Nullable Double perSecond) {
    Health.Facts facts =
        new Health.Facts(
            NOW,
            null,
            null,
            problem,
            Instant.parse("2026-01-01T14:02:00Z"),
            true,
            lag,
            null,
            NOW,
            0,
            0);
    return new RunFigures(
        "users",
        new JobMoment(
            NOW, facts, new Overview.Lag(lag, null, 12.0, List.of()), null, null, List.of()),
        counts == null ? null : new MetricsSnapshot("here", counts),
        perSecond);
  }
}
