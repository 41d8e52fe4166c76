package io.portage.normalize;

import static org.assertj.core.api.Assertions.assertThat;

import io.portage.metrics.Ledger;
import io.portage.model.Change;
import io.portage.model.ChangePart;
import io.portage.model.DeadLetter;
import io.portage.model.Items;
import io.portage.model.OffsetRange;
import io.portage.model.OffsetRanges;
import io.portage.model.Stage;
import io.portage.model.StageOutput.SideOutputs;
import io.portage.model.encoding.ChangeCoder;
import io.portage.model.encoding.DecodedRecordCoder;
import io.portage.model.event.DecodedRecord;
import io.portage.model.event.Envelope;
import io.portage.replay.SingletonChunks;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.metrics.MetricNameFilter;
import org.apache.beam.sdk.metrics.MetricsFilter;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.testing.TestPipelineExtension;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.values.PCollection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(TestPipelineExtension.class)
final class NormalizeChangesTest {
  private static final Clock CLOCK = Clock.fixed(TestBed.NOW, ZoneOffset.UTC);

  @Test
  void givesEveryRecordOneChangeDeadLetterOrCompletion(TestPipeline pipeline) {
    List<DecodedRecord> events =
        List.of(
            EventBuilder.create("user_id", 1L).at(0, 2).build(),
            EventBuilder.create("user_id", "abc").at(0, 5).build(),
            EventBuilder.of(Envelope.TOMBSTONE).at(0, 8).build(),
            EventBuilder.of(Envelope.TOMBSTONE).at(0, 11).build(),
            EventBuilder.of(Envelope.CONTROL).at(1, 2).build(),
            EventBuilder.of("u").before("user_id", 2L).after("user_id", 3L).at(0, 14).build(),
            EventBuilder.of("u").before("user_id", "x").after("user_id", 4L).at(0, 17).build());

    SideOutputs sides = new SideOutputs();
    PCollection<Change> changes =
        pipeline
            .apply("Events", Create.of(events).withCoder(DecodedRecordCoder.of()))
            .apply("Chunks", SingletonChunks.asChunk())
            .apply("Normalize", stage())
            .sidesTo(sides)
            .apply("Items", Items.of(ChangeCoder.of()));

    PAssert.that(changes)
        .satisfies(
            all -> {
              assertThat(all)
                  .extracting(Change::id)
                  .containsExactlyInAnyOrder(
                      "users_cdc-0-2",
                      "users_cdc-0-14#delete",
                      "users_cdc-0-14#upsert",
                      "users_cdc-0-17#upsert");
              return null;
            });
    PAssert.that(sides.dead().get(0))
        .satisfies(
            all -> {
              assertThat(all)
                  .allMatch(deadLetter -> deadLetter.stage() == Stage.NORMALIZE)
                  .allMatch(deadLetter -> deadLetter.failedAt() == TestBed.NOW.toEpochMilli())
                  .extracting(DeadLetter::id)
                  .containsExactlyInAnyOrder("users_cdc-0-5", "users_cdc-0-17#delete");
              return null;
            });
    PAssert.that(sides.done().get(0))
        .satisfies(
            all -> {
              List<OffsetRanges> parts = new ArrayList<>();
              all.forEach(completion -> parts.add(completion.origins()));
              assertThat(OffsetRanges.union(parts))
                  .isEqualTo(
                      OffsetRanges.of(
                          List.of(
                              new OffsetRange("users_cdc", 0, 6, 12, ChangePart.WHOLE),
                              new OffsetRange("users_cdc", 1, 0, 3, ChangePart.WHOLE))));
              return null;
            });
    PipelineResult result = pipeline.run();
    result.waitUntilFinish();

    assertThat(counters(result))
        .containsEntry("Normalize.split", 2L)
        .containsEntry("Normalize.ignored.tombstone", 2L)
        .containsEntry("Normalize.ignored.control", 1L);
  }

  private static NormalizeChanges stage() {
    return NormalizeChanges.of(
        new TestBed().config(),
        (topic, value) -> Envelope.malformed("unused"),
        target ->
            new FakeTables()
                .with("users_enriched", "user_id int8 not null", "portage_version numeric"),
        CLOCK);
  }

  private static Map<String, Long> counters(PipelineResult result) {
    Map<String, Long> counters = new TreeMap<>();
    result
        .metrics()
        .queryMetrics(
            MetricsFilter.builder()
                .addNameFilter(MetricNameFilter.inNamespace(Ledger.NAMESPACE))
                .build())
        .getCounters()
        .forEach(counter -> counters.put(counter.getName().getName(), counter.getCommitted()));
    return counters;
  }
}
