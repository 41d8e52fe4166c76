package io.portage.upsert;

import static org.assertj.core.api.Assertions.assertThat;

import io.portage.config.PortageConfig;
import io.portage.config.TableConfig.DeleteMode;
import io.portage.metrics.Ledger;
import io.portage.model.Change;
import io.portage.model.ChangeBatch;
import io.portage.model.StageOutput;
import io.portage.model.encoding.ChangeBatchCoder;
import io.portage.sandbox.Sandbox;
import io.portage.sandbox.junit.SandboxExtension;
import io.portage.target.connection.Sleeper;
import io.portage.upsert.write.TestTarget;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.metrics.MetricNameFilter;
import org.apache.beam.sdk.metrics.MetricQueryResults;
import org.apache.beam.sdk.metrics.MetricsFilter;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.testing.TestPipelineExtension;
import org.apache.beam.sdk.transforms.Create;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The metrics per table, and their sums. */
@ExtendWith(SandboxExtension.class)
final class UpsertMetricsIT {
  private static final List<String> OUTCOMES = List.of("applied", "duplicate", "stale");

  @RegisterExtension final TestPipelineExtension extension = TestPipelineExtension.create();

  private TestTarget one;
  private TestTarget two;

  @BeforeEach
  void createTables(Sandbox sandbox) {
    one = new TestTarget(sandbox, "name text NOT NULL");
    two = new TestTarget(sandbox, "name text NOT NULL");
  }

  @AfterEach
  void dropTables() {
    one.close();
    two.close();
  }

  @Test
  void theTablesAddUpToTheSum(TestPipeline pipeline) {
    TestTarget.inTurn(
        one.soft(), one.given.upsert(1L, 9, "name", "n"), one.given.upsert(2L, 5, "name", "n"));

    Map<String, Long> metrics =
        run(
            pipeline,
            one.given.upsert(1L, 3, "name", "stale"),
            one.given.upsert(2L, 5, "name", "duplicate"),
            one.given.upsert(3L, 1, "name", "new"),
            two.given.upsert(1L, 1, "name", "new"),
            two.given.upsert(2L, 1, "name", "new"),
            two.given.upsert(3L, 1, "name", null));

    assertThat(ofTable(metrics, one))
        .isEqualTo(Map.of("applied", 1L, "duplicate", 1L, "stale", 1L, "refused", 0L));
    assertThat(ofTable(metrics, two))
        .isEqualTo(Map.of("applied", 2L, "duplicate", 0L, "stale", 0L, "refused", 1L));
    for (String outcome : OUTCOMES) {
      assertThat(ofTable(metrics, one).get(outcome) + ofTable(metrics, two).get(outcome))
          .as(outcome)
          .isEqualTo(metrics.get("Upsert." + outcome));
    }
  }

  @Test
  void recordsLagBatchSizeAndDurationOfTransactions(TestPipeline pipeline) {
    Map<String, Long> metrics =
        run(
            pipeline,
            one.given.upsert(1L, 1, "name", "n"),
            one.given.upsert(2L, 1, "name", "n"),
            two.given.upsert(1L, 1, "name", "n"));

    long lag = NOW.toEpochMilli() - one.given.upsert(1L, 1).changeTime();
    assertThat(metrics)
        .containsEntry("Upsert.table." + one.table + ".lag.ms.count", 2L)
        .containsEntry("Upsert.table." + one.table + ".lag.ms.sum", 2 * lag)
        .containsEntry("Upsert.batch.rows.sum", 3L)
        .containsEntry("Upsert.write.ms.count", metrics.get("Upsert.batch.rows.count"));
  }

  private static final Instant NOW = Instant.parse("2030-01-01T00:00:00Z");

  private Map<String, Long> run(TestPipeline pipeline, Change... changes) {
    StageOutput<?> output =
        pipeline
            .apply(
                "Batches",
                Create.of(new ChangeBatch(0, List.of(changes))).withCoder(ChangeBatchCoder.of()))
            .apply(
                "Upsert",
                UpsertRows.into(both(), (a, b) -> b)
                    .with(
                        new UpsertDependencies(
                            Clock.fixed(NOW, ZoneOffset.UTC),
                            Sleeper.REAL,
                            UpsertDependencies.REAL.sinks())));
    output.sidesTo(new StageOutput.SideOutputs());
    PipelineResult result = pipeline.run();
    result.waitUntilFinish();
    MetricQueryResults found =
        result
            .metrics()
            .queryMetrics(
                MetricsFilter.builder()
                    .addNameFilter(MetricNameFilter.inNamespace(Ledger.NAMESPACE))
                    .build());
    Map<String, Long> metrics = new TreeMap<>();
    found.getCounters().forEach(c -> metrics.put(c.getName().getName(), c.getAttempted()));
    return metrics;
  }

  private PortageConfig both() {
    PortageConfig first = one.config(DeleteMode.SOFT, null, 100);
    PortageConfig second = two.config(DeleteMode.SOFT, null, 100);
    return new PortageConfig(
        first.name(),
        first.source(),
        first.latest(),
        first.references(),
        List.of(first.tables().get(0), second.tables().get(0).routed("other", two.table)),
        first.target(),
        first.deadLetters());
  }

  private static Map<String, Long> ofTable(Map<String, Long> metrics, TestTarget target) {
    String prefix = "Upsert.table." + target.table + ".";
    Map<String, Long> own = new TreeMap<>();
    metrics.forEach(
        (name, value) -> {
          if (name.startsWith(prefix) && !name.contains(".lag.")) {
            own.put(name.substring(prefix.length()), value);
          }
        });
    return own;
  }
}
