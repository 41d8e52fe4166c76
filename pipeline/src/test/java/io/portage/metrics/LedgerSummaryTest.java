package io.portage.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.portage.model.Reason;
import io.portage.model.Stage;
import io.portage.model.event.IgnoreReason;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.metrics.MetricKey;
import org.apache.beam.sdk.metrics.MetricName;
import org.apache.beam.sdk.metrics.MetricQueryResults;
import org.apache.beam.sdk.metrics.MetricResult;
import org.apache.beam.sdk.metrics.MetricResults;
import org.apache.beam.sdk.metrics.MetricsFilter;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.ParDo;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class LedgerSummaryTest {
  private static final Map<String, Long> COUNTERS =
      Map.ofEntries(
          Map.entry("Read.read", 1_000L),
          Map.entry("Normalize.split", 5L),
          Map.entry("Upsert.applied", 900L),
          Map.entry("Upsert.superseded", 50L),
          Map.entry("Upsert.duplicate", 20L),
          Map.entry("Upsert.stale", 10L),
          Map.entry("Normalize.ignored.tombstone", 15L),
          Map.entry("Normalize.ignored.filtered", 4L),
          Map.entry("DeadLetter.dead.Decode.MALFORMED", 4L),
          Map.entry("DeadLetter.dead.Enrich.REFERENCE_MISSING", 2L),
          Map.entry("Latest.late", 7L),
          Map.entry("Enrich.refreshFailed", 3L));

  @Test
  void showsChangesOfALogThatMayHaveBegunAgain() {
    LedgerSummary ledger = LedgerSummary.of(Map.of("Normalize.suspectedLogRestart", 3L));

    assertThat(ledger.suspected()).isEqualTo(3);
    assertThat(ledger.isBalanced()).isTrue();
    assertThat(ledger.render()).contains("of a log that may have begun again  3");
    assertThat(LedgerSummary.of(COUNTERS).render()).doesNotContain("begun again");
  }

  @Test
  void usesCommittedCountersIfTheRunnerHasThem() {
    MetricName read = MetricName.named(Ledger.NAMESPACE, "Read.read");
    MetricName applied = MetricName.named(Ledger.NAMESPACE, "Upsert.applied");
    List<MetricResult<Long>> counters =
        List.of(
            MetricResult.create(MetricKey.create("one", read), 7L, 6L),
            MetricResult.attempted(MetricKey.create("other", applied), 5L));
    MetricResults results =
        new MetricResults() {
          @Override
          public MetricQueryResults queryMetrics(@Nullable MetricsFilter filter) {
            return MetricQueryResults.create(
                counters, List.of(), List.of(), List.of(), List.of(), List.of());
          }
        };

    assertThat(LedgerSummary.of(results).read()).isEqualTo(7);
    assertThat(LedgerSummary.of(results).applied()).isEqualTo(5);
  }

  @Test
  void addsUpRecordsAndOutcomes() {
    LedgerSummary ledger = LedgerSummary.of(COUNTERS);

    assertThat(ledger.in()).isEqualTo(1_005);
    assertThat(ledger.out()).isEqualTo(1_005);
    assertThat(ledger.isBalanced()).isTrue();
    assertThat(ledger.ignoredBy())
        .containsExactly(
            Map.entry(IgnoreReason.TOMBSTONE, 15L), Map.entry(IgnoreReason.FILTERED, 4L));
    assertThat(ledger.deadBy())
        .containsEntry(Stage.DECODE, Map.of(Reason.MALFORMED, 4L))
        .containsEntry(Stage.ENRICH, Map.of(Reason.REFERENCE_MISSING, 2L));
    assertThat(ledger.late()).isEqualTo(7);
  }

  @Test
  void rendersAnAlignedTableThatEndsWithTheBalance() {
    assertThat(LedgerSummary.of(COUNTERS).render())
        .isEqualTo(
            """
            read                        1,000
            split                           5
            applied                       900
            superseded                     50
            duplicate                      20
            stale                          10
            ignored                        19
              tombstone                    15
              filtered                      4
            dead                            6
              Decode MALFORMED              4
              Enrich REFERENCE_MISSING      2
            late among these                7
            read + split = 1,005, outcomes = 1,005: balanced""");
  }

  @Test
  void rendersTheTotalsInOneLine() {
    assertThat(LedgerSummary.of(COUNTERS).line())
        .isEqualTo(
            "read 1,000, split 5, applied 900, superseded 50, duplicate 20, stale 10, ignored 19,"
                + " dead 6, late among these 7");
  }

  @Test
  void reportsMissingAndSurplusOutcomes() {
    assertThat(changed("Upsert.applied", 899L).difference()).isEqualTo(1);
    assertThat(changed("Upsert.applied", 899L).isBalanced()).isFalse();
    assertThat(changed("Upsert.applied", 899L).render()).endsWith(": 1 without an outcome");
    assertThat(changed("DeadLetter.dead.Decode.MALFORMED", 6L).render())
        .endsWith(": 2 with more than one outcome");
  }

  @Test
  void doesNotCountLateChangesAsAnOutcome() {
    assertThat(changed("Latest.late", 1L).isBalanced()).isTrue();
  }

  @Test
  void doesNotAddTheCountersOfTables() {
    for (String table : new String[] {"users", "applied", "Upsert"}) {
      String name = "Upsert." + Ledger.ofTable(table, "applied");

      assertThat(changed(name, 500L)).isEqualTo(LedgerSummary.of(COUNTERS));
    }
  }

  @Test
  void anEmptyRunIsBalanced() {
    assertThat(LedgerSummary.of(Map.of()).isBalanced()).isTrue();
  }

  @Test
  void readsTheCountersOfAllStepsOfAPipeline() {
    Pipeline pipeline = Pipeline.create();
    pipeline
        .apply("Numbers", Create.of(1, 2, 3))
        .apply("Merge", ParDo.of(new CountFn()))
        .apply("MergeAgain", ParDo.of(new CountFn()));

    PipelineResult result = pipeline.run();
    result.waitUntilFinish();

    LedgerSummary ledger = LedgerSummary.of(result.metrics());
    assertThat(ledger.superseded()).isEqualTo(6);
    assertThat(ledger.deadBy()).isEqualTo(Map.of(Stage.UPSERT, Map.of(Reason.CONSTRAINT, 6L)));
    assertThat(ledger.ignored()).isEqualTo(6);
  }

  private static LedgerSummary changed(String counter, long value) {
    Map<String, Long> counters = new HashMap<>(COUNTERS);
    counters.put(counter, value);
    return LedgerSummary.of(counters);
  }

  private static final class CountFn extends DoFn<Integer, Integer> {
    private static final long serialVersionUID = 1;

    @ProcessElement
    public void count(@Element Integer number, OutputReceiver<Integer> out) {
      Ledger.superseded().inc();
      Ledger.dead(Stage.UPSERT, Reason.CONSTRAINT).inc();
      Ledger.ignored(IgnoreReason.MESSAGE).inc();
      out.output(number);
    }
  }
}
