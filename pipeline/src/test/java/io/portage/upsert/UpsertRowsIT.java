package io.portage.upsert;

import static org.assertj.core.api.Assertions.assertThat;

import io.portage.config.PortageConfig;
import io.portage.config.TableConfig.DeleteMode;
import io.portage.config.TargetConfig;
import io.portage.fault.FaultPlan;
import io.portage.fault.FaultySource;
import io.portage.fault.FaultySource.FaultMoment;
import io.portage.fault.FaultySource.FaultyCall;
import io.portage.metrics.Ledger;
import io.portage.model.Change;
import io.portage.model.Change.Op;
import io.portage.model.Change.RowLineage;
import io.portage.model.ChangeBatch;
import io.portage.model.Columns;
import io.portage.model.Completion;
import io.portage.model.DeadLetter;
import io.portage.model.OffsetRange;
import io.portage.model.Row;
import io.portage.model.StageOutput;
import io.portage.model.encoding.ChangeBatchCoder;
import io.portage.sandbox.Sandbox;
import io.portage.sandbox.junit.SandboxExtension;
import io.portage.target.connection.Sleeper;
import io.portage.upsert.write.JdbcSink;
import io.portage.upsert.write.TestTarget;
import io.portage.upsert.write.UpsertData;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import javax.sql.DataSource;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.metrics.MetricNameFilter;
import org.apache.beam.sdk.metrics.MetricsFilter;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.testing.TestPipelineExtension;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.values.PCollection;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

@ExtendWith(SandboxExtension.class)
class UpsertRowsIT {
  @RegisterExtension final TestPipelineExtension extension = TestPipelineExtension.create();

  private TestTarget target;
  private UpsertData given;

  @BeforeEach
  void createTable(Sandbox sandbox) {
    target = new TestTarget(sandbox, "name text NOT NULL");
    given = target.given;
  }

  @AfterEach
  void dropTable() {
    target.close();
  }

  private static Change newer(Change left, Change right) {
    return left.version().isAfter(right.version()) ? left : right;
  }

  @Test
  void writesBatchesAndEmitsCompletionsAndDeadLetters(TestPipeline pipeline) {
    PortageConfig config = target.config(DeleteMode.SOFT, null, 7);
    List<ChangeBatch> batches = new ArrayList<>();
    for (int batch = 0; batch < 5; batch++) {
      List<Change> changes = new ArrayList<>();
      for (long id = batch; id < 50; id += 5) {
        changes.add(given.upsert(id, id + 1, "name", id == 33 ? null : "n" + id));
      }
      batches.add(new ChangeBatch(batch, changes));
    }

    StageOutput<Completion> output =
        pipeline
            .apply("Batches", Create.of(batches).withCoder(ChangeBatchCoder.of()))
            .apply("Upsert", UpsertRows.into(config, UpsertRowsIT::newer));
    StageOutput.SideOutputs sides = new StageOutput.SideOutputs();
    PCollection<Completion> done = output.sidesTo(sides);
    PCollection<DeadLetter> dead = sides.dead().get(0);
    PAssert.that(done).satisfies(UpsertRowsIT::coversAllButThePoisonRow);
    PAssert.that(dead).satisfies(UpsertRowsIT::containsOnlyThePoisonRow);
    PipelineResult result = pipeline.run();
    result.waitUntilFinish();

    assertThat(target.query("SELECT count(*), count(DISTINCT name) FROM " + target.table))
        .containsExactly("49|49");
    assertThat(counters(result))
        .containsEntry("Upsert.applied", 49L)
        .doesNotContainKeys("Upsert.stale", "Upsert.retries");
  }

  @Test
  void countsRetriesAndParkedRows(TestPipeline pipeline) {
    target.execute(
        "ALTER TABLE %1$s ADD COLUMN parent bigint REFERENCES %1$s".formatted(target.table));
    PortageConfig job = target.config(DeleteMode.SOFT, null, 100);
    PortageConfig config =
        TestTarget.with(
            job.target()
                .withParking(
                    TargetConfig.ParkingConfig.DEFAULTS.within(Duration.ofSeconds(1), 100)),
            job);
    List<ChangeBatch> batches =
        List.of(
            new ChangeBatch(0, List.of(given.upsert(1L, 1, "name", "child", "parent", 2L))),
            new ChangeBatch(1, List.of(given.upsert(2L, 2, "name", "parent"))),
            new ChangeBatch(2, List.of(given.upsert(3L, 3, "name", "orphan", "parent", 9L))));

    StageOutput<Completion> output =
        pipeline
            .apply("Batches", Create.of(batches).withCoder(ChangeBatchCoder.of()))
            .apply(
                "Upsert",
                UpsertRows.into(config, UpsertRowsIT::newer)
                    .with(
                        new UpsertDependencies(
                            Clock.systemUTC(),
                            Sleeper.REAL,
                            (opened, context) ->
                                JdbcSink.open(opened, context, UpsertRowsIT::losingOneCommit))));
    StageOutput.SideOutputs sides = new StageOutput.SideOutputs();
    output.sidesTo(sides);
    PAssert.that(sides.dead().get(0))
        .satisfies(
            deadLetters -> {
              assertThat(deadLetters).extracting(DeadLetter::id).containsExactly("topic-0-3");
              return null;
            });
    PipelineResult result = pipeline.run();
    result.waitUntilFinish();

    assertThat(target.rows("id, parent")).containsExactly("1|2", "2|~");
    Map<String, Long> counters = counters(result);
    assertThat(counters).containsEntry("Upsert.applied", 2L);
    assertThat(counters.get("Upsert.retries.08006"))
        .isPositive()
        .isEqualTo(counters.get("Upsert.retries"));
    assertThat(counters.get("Upsert.parked"))
        .isPositive()
        .isEqualTo(counters.get("Upsert.unparked"));
    String table = "Upsert.table." + target.table + ".";
    String constraint = "." + target.table + "_parent_fkey";
    assertThat(counters.get(table + "parked" + constraint))
        .isPositive()
        .isEqualTo(counters.get(table + "unparked" + constraint));
  }

  @Test
  void aChainOfRowsParkedInManyShardsIsWrittenAtTheEnd(TestPipeline pipeline) {
    target.execute(
        "ALTER TABLE %1$s ADD COLUMN parent bigint REFERENCES %1$s".formatted(target.table));
    PortageConfig job = target.config(DeleteMode.SOFT, null, 100);
    PortageConfig config =
        TestTarget.with(
            job.target()
                .withParking(TargetConfig.ParkingConfig.DEFAULTS.within(Duration.ofSeconds(1), 4)),
            job);
    List<ChangeBatch> batches = new ArrayList<>();
    for (int id = 0; id < 40; id++) {
      Long parent = id == 39 ? null : id + 1L;
      Change change = given.upsert((long) id, id + 1, "name", "n", "parent", parent);
      batches.add(new ChangeBatch(id % 32, List.of(change)));
    }

    StageOutput<Completion> output =
        pipeline
            .apply("Batches", Create.of(batches).withCoder(ChangeBatchCoder.of()))
            .apply("Upsert", UpsertRows.into(config, UpsertRowsIT::newer).bounded(true));
    StageOutput.SideOutputs sides = new StageOutput.SideOutputs();
    output.sidesTo(sides);
    PAssert.that(sides.dead().get(0)).empty();
    pipeline.run().waitUntilFinish();

    assertThat(target.query("SELECT count(*) FROM " + target.table)).containsExactly("40");
  }

  /**
   * A row moves to and fro between two keys. Each attempt writes only one step of a key, and both
   * keys stay parked until the last step.
   */
  @Test
  void aRowThatMovesToAndFroIsWrittenAtTheEnd(TestPipeline pipeline) {
    target.execute("ALTER TABLE " + target.table + " ADD COLUMN big text");
    PortageConfig job = target.config(DeleteMode.HARD, null, 100);
    PortageConfig config =
        TestTarget.with(
            job.target()
                .withParking(TargetConfig.ParkingConfig.DEFAULTS.within(Duration.ofSeconds(1), 4)),
            job);
    List<Change> first = new ArrayList<>();
    List<Change> second = new ArrayList<>();
    first.add(given.upsert(1L, 1, "name", "n", "big", "kept"));
    for (int step = 0; step < 20; step++) {
      int version = 5 + 5 * step;
      boolean away = step % 2 == 0;
      long to = away ? 2 : 1;
      (away ? first : second)
          .add(given.delete(3 - to, version).withNewKey(Row.of(Columns.of("id"), to)));
      (away ? second : first)
          .add(
              given.change(
                  Op.UPSERT,
                  to,
                  UpsertData.withKey(to, "name", "n" + step),
                  RowLineage.partialRowMovedHere(UpsertData.v(version))));
    }

    StageOutput<Completion> output =
        pipeline
            .apply(
                "Batches",
                Create.of(new ChangeBatch(0, first), new ChangeBatch(1, second))
                    .withCoder(ChangeBatchCoder.of()))
            .apply("Upsert", UpsertRows.into(config, UpsertRowsIT::newer).bounded(true));
    StageOutput.SideOutputs sides = new StageOutput.SideOutputs();
    output.sidesTo(sides);
    PAssert.that(sides.dead().get(0)).empty();
    pipeline.run().waitUntilFinish();

    assertThat(target.query("SELECT id, name, big FROM " + target.table))
        .containsExactly("1|n19|kept");
  }

  @Test
  void tombstonesExpireWhicheverShardHasChanges(TestPipeline pipeline) {
    PortageConfig job = target.config(DeleteMode.HARD, null, 100);
    PortageConfig config =
        TestTarget.with(job.target().withTombstoneExpiry(Duration.ofDays(90)), job);
    String tombstones = job.target().tombstones();
    TestTarget.together(target.otherProcess(job), given.delete(1L, 5));
    target.execute("UPDATE " + tombstones + " SET deleted_at = now() - interval '1 year'");

    StageOutput<Completion> output =
        pipeline
            .apply(
                "Batches",
                Create.of(new ChangeBatch(3, List.of(given.upsert(2L, 6, "name", "n"))))
                    .withCoder(ChangeBatchCoder.of()))
            .apply("Upsert", UpsertRows.into(config, UpsertRowsIT::newer));
    output.sidesTo(new StageOutput.SideOutputs());
    pipeline.run().waitUntilFinish();

    assertThat(target.query("SELECT count(*) FROM " + tombstones + " WHERE key = '[\"1\"]'"))
        .containsExactly("0");
  }

  private static DataSource losingOneCommit(DataSource real) {
    return new FaultySource(real)
        .on(FaultyCall.COMMIT, FaultMoment.BEFORE, FaultPlan.once("08006"))
        .source();
  }

  private static Void coversAllButThePoisonRow(Iterable<Completion> completions) {
    long offsets =
        StreamSupport.stream(completions.spliterator(), false)
            .flatMap(completion -> completion.origins().ranges().stream())
            .mapToLong(UpsertRowsIT::length)
            .sum();
    assertThat(offsets).isEqualTo(49);
    return null;
  }

  private static long length(OffsetRange offsetRange) {
    return offsetRange.to() - offsetRange.from();
  }

  private static Void containsOnlyThePoisonRow(Iterable<DeadLetter> deadLetters) {
    assertThat(deadLetters).hasSize(1);
    assertThat(deadLetters.iterator().next().id()).isEqualTo("topic-0-34");
    return null;
  }

  private static Map<String, Long> counters(PipelineResult result) {
    MetricsFilter own =
        MetricsFilter.builder()
            .addNameFilter(MetricNameFilter.inNamespace(Ledger.NAMESPACE))
            .build();
    return StreamSupport.stream(
            result.metrics().queryMetrics(own).getCounters().spliterator(), false)
        .filter(counter -> counter.getAttempted() > 0)
        .collect(
            Collectors.toMap(
                counter -> counter.getName().getName(),
                counter -> counter.getAttempted(),
                Long::sum));
  }
}
