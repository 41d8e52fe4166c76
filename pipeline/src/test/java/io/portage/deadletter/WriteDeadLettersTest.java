package io.portage.deadletter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.portage.metrics.LedgerSummary;
import io.portage.model.ChangePart;
import io.portage.model.Completion;
import io.portage.model.DeadLetter;
import io.portage.model.OffsetRange;
import io.portage.model.OffsetRanges;
import io.portage.model.Reason;
import io.portage.model.Stage;
import io.portage.model.encoding.DeadLetterCoder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.Pipeline.PipelineExecutionException;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.testing.TestPipelineExtension;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(TestPipelineExtension.class)
final class WriteDeadLettersTest {
  @TempDir Path folder;

  @Test
  void writesTheDeadLettersOfAllStagesToFilesAndEmitsTheirOrigins(TestPipeline pipeline)
      throws IOException {
    PCollection<Completion> outcomes =
        letters(pipeline, DeadLetterFixtures.ofRecord(1), DeadLetterFixtures.ofChange(9))
            .apply("DeadLetter", WriteDeadLetters.to(new FileDeadLetterSink(folder.toString())));

    PAssert.that(outcomes)
        .satisfies(
            all -> {
              assertThat(union(all))
                  .isEqualTo(
                      OffsetRanges.of(
                          List.of(
                              new OffsetRange("users_cdc", 1, 1, 2, ChangePart.WHOLE),
                              new OffsetRange("users_cdc", 1, 7, 10, ChangePart.WHOLE))));
              return null;
            });
    PipelineResult result = pipeline.run();
    result.waitUntilFinish();

    assertThat(StoredLetterFixtures.readFiles(folder))
        .containsExactlyInAnyOrder(DeadLetterFixtures.ofRecord(1), DeadLetterFixtures.ofChange(9));
    LedgerSummary ledger = LedgerSummary.of(result.metrics());
    assertThat(ledger.deadBy().get(Stage.DECODE)).containsEntry(Reason.MALFORMED, 1L);
    assertThat(ledger.deadBy().get(Stage.UPSERT)).containsEntry(Reason.CONSTRAINT, 1L);
    assertThat(ledger.superseded()).isEqualTo(2);
  }

  @Test
  void createsNoFileWithoutADeadLetter(TestPipeline pipeline) throws IOException {
    letters(pipeline)
        .apply("DeadLetter", WriteDeadLetters.to(new FileDeadLetterSink(folder.toString())));

    pipeline.run().waitUntilFinish();

    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void failsTheBundleWhenTheFolderCannotBeWritten(TestPipeline pipeline) throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "in the way");
    letters(pipeline, DeadLetterFixtures.ofRecord(1))
        .apply("DeadLetter", WriteDeadLetters.to(new FileDeadLetterSink(file.toString())));

    assertThatThrownBy(() -> pipeline.run().waitUntilFinish())
        .isInstanceOf(PipelineExecutionException.class)
        .hasRootCauseInstanceOf(IOException.class)
        .hasStackTraceContaining(
            "dead letters cannot be written to the folder " + file + ": " + file + " is a file");
  }

  private static PCollectionList<DeadLetter> letters(
      TestPipeline pipeline, DeadLetter... deadLetters) {
    PCollectionList<DeadLetter> all = PCollectionList.empty(pipeline);
    for (DeadLetter deadLetter : deadLetters) {
      all =
          all.and(
              pipeline.apply(
                  "Of" + deadLetter.id(), Create.of(deadLetter).withCoder(DeadLetterCoder.of())));
    }
    return all.and(pipeline.apply("None", Create.empty(DeadLetterCoder.of())));
  }

  private static OffsetRanges union(Iterable<Completion> outcomes) {
    List<OffsetRanges> origins = new ArrayList<>();
    outcomes.forEach(completion -> origins.add(completion.origins()));
    return OffsetRanges.union(origins);
  }
}
