package io.portage.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.portage.config.ConfigReader;
import io.portage.config.PortageConfig;
import io.portage.deadletter.LetterHead;
import io.portage.deadletter.LetterStore;
import io.portage.deadletter.ResolutionWriter;
import io.portage.deadletter.StoredLetter;
import io.portage.decode.Formats;
import io.portage.metrics.LedgerSummary;
import io.portage.model.ChangeEvent;
import io.portage.model.DeadLetter;
import io.portage.model.DeadLetter.Cause;
import io.portage.model.Half;
import io.portage.model.Reason;
import io.portage.model.Stage;
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
final class ReadLettersTest {
  @TempDir Path folder;

  @Test
  void eachEntersWhereItsContentsBelongAndARecordOfTwoHalvesOnce(TestPipeline pipeline)
      throws Exception {
    PortageConfig config = config();
    DeadLetter late =
        DeadLetter.ofChange(
            Stage.LATEST, Cause.of(Reason.LATE, "late"), Given.AT, Given.change(Half.WHOLE, 7));
    Picked picked =
        write(
            config,
            Given.record(5, Half.DELETE),
            Given.record(5, Half.UPSERT),
            late,
            Given.merged(8, 9));

    PCollectionTuple read =
        pipeline.apply("Letters", ReadLetters.of(config, Formats.of(config.source()), picked));

    PAssert.that(
            read.get(ReadLetters.EVENTS)
                .apply(
                    MapElements.into(TypeDescriptors.strings())
                        .via((ChangeEvent event) -> event.raw().toString())))
        .containsInAnyOrder("t-0-5");
    PAssert.that(read.get(ReadLetters.CHANGES)).containsInAnyOrder(Given.change(Half.WHOLE, 7));
    PAssert.that(read.get(ReadLetters.ROWS)).containsInAnyOrder(Given.change(Half.WHOLE, 8, 9));
    PipelineResult result = pipeline.run();
    result.waitUntilFinish();
    assertThat(LedgerSummary.of(result.metrics()).read()).isEqualTo(1 + 1 + 2);
  }

  private static Picked write(PortageConfig config, DeadLetter... letters) throws Exception {
    LetterStore store = LetterStore.of(config);
    try (ResolutionWriter writer = store.open()) {
      for (DeadLetter letter : letters) {
        writer.add(new StoredLetter(letter, null));
      }
      writer.sync();
    }
    List<LetterHead> heads = store.heads((place, problem) -> assertThat(problem).isNull());
    assertThat(heads).hasSize(letters.length);
    return Picked.of(heads);
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
