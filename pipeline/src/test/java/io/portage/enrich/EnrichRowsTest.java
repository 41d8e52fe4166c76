package io.portage.enrich;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.portage.config.ColumnConfig.MissPolicy;
import io.portage.config.PortageConfig;
import io.portage.model.Change;
import io.portage.model.ChangeBatch;
import io.portage.model.DeadLetter;
import io.portage.model.Reason;
import io.portage.model.Stage;
import io.portage.model.StageOutput;
import io.portage.model.encoding.ChangeBatchCoder;
import io.portage.model.encoding.ModelCoders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.io.GenerateSequence;
import org.apache.beam.sdk.metrics.MetricNameFilter;
import org.apache.beam.sdk.metrics.MetricsFilter;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.testing.TestPipelineExtension;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollectionList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(TestPipelineExtension.class)
final class EnrichRowsTest {
  /** The values that the last step of a running pipeline has received, by test. */
  private static final Map<String, Set<Object>> SEEN = new ConcurrentHashMap<>();

  @TempDir Path folder;

  @Test
  void enrichesABatchFromAReferenceThatIsReadOnceInABoundedRun(TestPipeline pipeline)
      throws IOException {
    write("country_code,country_name\nIN,India\nDE,Germany\n");
    List<Change> changes =
        List.of(
            EnrichFixtures.upsert(EnrichFixtures.user(1, "a@x.org", "IN")),
            EnrichFixtures.upsert(EnrichFixtures.user(2, null, "ZZ")),
            EnrichFixtures.upsert(EnrichFixtures.user(3, null, "DE")));

    StageOutput<ChangeBatch> out =
        pipeline
            .apply(Create.of(new ChangeBatch(3, changes)).withCoder(ChangeBatchCoder.of()))
            .apply("Enrich", enrich(config(MissPolicy.DEAD_LETTER, Duration.ofHours(1)), true));

    StageOutput.SideOutputs sides = new StageOutput.SideOutputs();
    PAssert.that(out.sidesTo(sides))
        .satisfies(
            batches -> {
              ChangeBatch batch = batches.iterator().next();
              assertThat(batch.shard()).isEqualTo(3);
              assertThat(batch.changes())
                  .extracting(change -> change.row().get("country_name"))
                  .containsExactly("India", "Germany");
              return null;
            });
    PCollectionList<DeadLetter> dead = sides.dead();
    PAssert.that(dead.get(0))
        .satisfies(
            deadLetters -> {
              assertThat(deadLetters).hasSize(1);
              DeadLetter deadLetter = deadLetters.iterator().next();
              assertThat(deadLetter.stage()).isEqualTo(Stage.ENRICH);
              assertThat(deadLetter.cause().reason()).isEqualTo(Reason.REFERENCE_MISSING);
              assertThat(deadLetter.change())
                  .isEqualTo(EnrichFixtures.upsert(EnrichFixtures.user(2, null, "ZZ")));
              return null;
            });
    pipeline.run().waitUntilFinish();
  }

  @Test
  void createsNoSideInputWithoutLookups(TestPipeline pipeline) {
    Map<String, io.portage.config.ColumnConfig> columns = Jobs.usersColumns(MissPolicy.NULL);
    columns.remove("country_name");
    pipeline
        .apply(Create.empty(ChangeBatchCoder.of()))
        .apply("Enrich", enrich(Jobs.of(columns, Map.of()), true));

    List<String> steps = new ArrayList<>();
    pipeline.traverseTopologically(
        new Pipeline.PipelineVisitor.Defaults() {
          @Override
          public void visitPrimitiveTransform(
              org.apache.beam.sdk.runners.TransformHierarchy.Node node) {
            steps.add(node.getFullName());
          }
        });
    pipeline.run().waitUntilFinish();

    assertThat(steps).anyMatch(step -> step.startsWith("Enrich/Rows"));
    assertThat(steps).noneMatch(step -> step.contains("References"));
  }

  @Test
  void usesANewEntryAndKeepsTheLastGoodContentAfterAFailedRead() throws Exception {
    write("country_code,country_name\nIN,India\n");
    String test = folder.toString();
    PipelineResult running = follow(test);

    await().atMost(Duration.ofSeconds(60)).until(() -> seen(test).contains("India"));
    write("country_code,country_name\nIN,Bharat\n");
    await().atMost(Duration.ofSeconds(60)).until(() -> seen(test).contains("Bharat"));

    write("country_code,country_name\nIN,Twice\nIN,Twice\n");
    await().atMost(Duration.ofSeconds(60)).until(() -> counter(running, "refreshFailed") >= 2);
    seen(test).clear();
    await().atMost(Duration.ofSeconds(60)).until(() -> !seen(test).isEmpty());
    assertThat(seen(test)).containsExactly("Bharat");

    write("country_code,country_name\nIN,India again\n");
    await().atMost(Duration.ofSeconds(60)).until(() -> seen(test).contains("India again"));
    running.cancel();
  }

  @Test
  void rowsWaitUntilTheFirstReadSucceeds() throws Exception {
    String test = folder.toString();
    PipelineResult running = follow(test);

    await()
        .during(Duration.ofSeconds(2))
        .atMost(Duration.ofSeconds(60))
        .until(() -> seen(test).isEmpty());
    write("country_code,country_name\nIN,India\n");

    await().atMost(Duration.ofSeconds(60)).until(() -> seen(test).contains("India"));
    running.cancel();
  }

  /** Runs a pipeline that enriches one row repeatedly and records its country. */
  private PipelineResult follow(String test) {
    SEEN.put(test, ConcurrentHashMap.newKeySet());
    Pipeline pipeline =
        Pipeline.create(PipelineOptionsFactory.fromArgs("--blockOnRun=false").create());
    ModelCoders.register(pipeline.getCoderRegistry());
    pipeline
        .apply(GenerateSequence.from(0).withRate(1, org.joda.time.Duration.millis(50)))
        .apply("Batch", ParDo.of(new BatchFn()))
        .setCoder(ChangeBatchCoder.of())
        .apply("Enrich", enrich(config(MissPolicy.NULL, Duration.ofMillis(200)), false))
        .sidesTo(new StageOutput.SideOutputs())
        .apply("Note", ParDo.of(new NoteChangeFn(test)));
    return pipeline.run();
  }

  private static long counter(PipelineResult running, String name) {
    long sum = 0;
    for (var counter :
        running
            .metrics()
            .queryMetrics(
                MetricsFilter.builder()
                    .addNameFilter(MetricNameFilter.named("portage", "Enrich." + name))
                    .build())
            .getCounters()) {
      sum += counter.getAttempted();
    }
    return sum;
  }

  private static Set<Object> seen(String test) {
    return SEEN.get(test);
  }

  private static EnrichRows enrich(PortageConfig config, boolean bounded) {
    return EnrichRows.with(config, bounded, same -> new FixedTables());
  }

  private PortageConfig config(MissPolicy miss, Duration refresh) {
    return Jobs.of(
        Jobs.usersColumns(miss),
        Map.of("countries", Jobs.csv(file().toString(), "country_code", refresh)));
  }

  private Path file() {
    return folder.resolve("countries.csv");
  }

  private void write(String content) throws IOException {
    Path whole = Files.writeString(folder.resolve("new"), content);
    Files.move(whole, file(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private static final class BatchFn extends DoFn<Long, ChangeBatch> {
    private static final long serialVersionUID = 1;

    @ProcessElement
    public void batch(@Element Long number, OutputReceiver<ChangeBatch> out) {
      out.output(
          new ChangeBatch(
              0, List.of(EnrichFixtures.upsert(EnrichFixtures.user(number, null, "IN")))));
    }
  }

  private static final class NoteChangeFn extends DoFn<ChangeBatch, Void> {
    private static final long serialVersionUID = 1;

    private final String test;

    NoteChangeFn(String test) {
      this.test = test;
    }

    @ProcessElement
    public void note(@Element ChangeBatch batch) {
      for (Change change : batch.changes()) {
        seen(test).add(String.valueOf(change.row().get("country_name")));
      }
    }
  }
}
