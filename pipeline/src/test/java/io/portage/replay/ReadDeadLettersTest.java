package io.portage.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.portage.config.PortageConfig;
import io.portage.config.reading.ConfigReader;
import io.portage.deadletter.DeadLetterStore;
import io.portage.deadletter.DeadLetterSummary;
import io.portage.deadletter.ResolutionWriter;
import io.portage.deadletter.StoredDeadLetter;
import io.portage.decode.Formats;
import io.portage.metrics.LedgerSummary;
import io.portage.model.ChangePart;
import io.portage.model.DeadLetter;
import io.portage.model.DeadLetter.FailureCause;
import io.portage.model.Reason;
import io.portage.model.Stage;
import io.portage.model.event.DecodedRecord;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.testing.TestPipelineExtension;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(TestPipelineExtension.class)
final class ReadDeadLettersTest {
  @TempDir Path folder;

  @Test
  void routesEachByItsContentsAndARecordWithTwoHalvesOnce(TestPipeline pipeline) throws Exception {
    PortageConfig config = config();
    DeadLetter late =
        DeadLetter.ofChange(
            Stage.LATEST,
            FailureCause.of(Reason.LATE, "late"),
            ReplayFixtures.AT,
            ReplayFixtures.change(ChangePart.WHOLE, 7));
    ReplaySelection replaySelection =
        write(
            config,
            ReplayFixtures.record(5, ChangePart.DELETE),
            ReplayFixtures.record(5, ChangePart.UPSERT),
            late,
            ReplayFixtures.merged(8, 9));

    PCollectionTuple read =
        pipeline.apply(
            "Letters", ReadDeadLetters.of(config, Formats.of(config.source()), replaySelection));

    PAssert.that(
            read.get(ReadDeadLetters.EVENTS)
                .apply(
                    MapElements.into(TypeDescriptors.strings())
                        .via((DecodedRecord event) -> event.record().toString())))
        .containsInAnyOrder("t-0-5");
    PAssert.that(read.get(ReadDeadLetters.CHANGES))
        .containsInAnyOrder(ReplayFixtures.change(ChangePart.WHOLE, 7));
    PAssert.that(read.get(ReadDeadLetters.ROWS))
        .containsInAnyOrder(ReplayFixtures.change(ChangePart.WHOLE, 8, 9));
    PipelineResult result = pipeline.run();
    result.waitUntilFinish();
    assertThat(LedgerSummary.of(result.metrics()).read()).isEqualTo(1 + 1 + 2);
  }

  @Test
  void eachRowEntersOnce(TestPipeline pipeline) throws Exception {
    PortageConfig config = config();
    ChangePart row = ChangePart.ofRow(3, false);
    ReplaySelection replaySelection =
        write(
            config,
            ReplayFixtures.record(5, row.delete()),
            ReplayFixtures.record(5, row.upsert()),
            ReplayFixtures.record(5, ChangePart.ofRow(4, true)));

    PCollectionTuple read =
        pipeline.apply(
            "Letters", ReadDeadLetters.of(config, Formats.of(config.source()), replaySelection));

    PAssert.that(
            read.get(ReadDeadLetters.EVENTS)
                .apply(
                    MapElements.into(TypeDescriptors.strings())
                        .via((DecodedRecord event) -> event.record() + event.part().suffix())))
        .containsInAnyOrder("t-0-5#3", "t-0-5#4");
    PipelineResult result = pipeline.run();
    result.waitUntilFinish();
    assertThat(LedgerSummary.of(result.metrics()).read()).isEqualTo(2);
  }

  private static ReplaySelection write(PortageConfig config, DeadLetter... deadLetters)
      throws Exception {
    DeadLetterStore store = DeadLetterStore.of(config);
    try (ResolutionWriter writer = store.open()) {
      for (DeadLetter deadLetter : deadLetters) {
        writer.add(new StoredDeadLetter(deadLetter, null));
      }
      writer.sync();
    }
    List<DeadLetterSummary> heads =
        store.summaries((place, problem) -> assertThat(problem).isNull());
    assertThat(heads).hasSize(deadLetters.length);
    return ReplaySelection.of(heads);
  }

  private PortageConfig config() throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("job.yaml"),
            """
            name: read
            source:
              kafka: {bootstrapServers: k:9092, topics: [t], groupId: g}
              format: envelope-json
            tables:
              - {from: t, to: users, key: [id], deletes: hard, metadata: {version: v}}
            target:
              jdbc: {url: "jdbc:postgresql://h/d", user: u, password: ""}
            deadLetters: {files: '%s'}
            """
                .formatted(folder.resolve("letters")));
    return ConfigReader.read(file, Map.of());
  }
}
