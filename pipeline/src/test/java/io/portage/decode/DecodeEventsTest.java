package io.portage.decode;

import io.portage.model.ChangeEvent;
import io.portage.model.ChangeEventCoder;
import io.portage.model.Coordinates;
import io.portage.model.DeadLetter;
import io.portage.model.Envelope;
import io.portage.model.Half;
import io.portage.model.Items;
import io.portage.model.RawChange;
import io.portage.model.Reason;
import io.portage.model.Stage;
import io.portage.model.StageOutput;
import io.portage.replay.EachAlone;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.testing.TestPipelineExtension;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.values.PCollection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(TestPipelineExtension.class)
class DecodeEventsTest {
  private static final Clock CLOCK = Clock.fixed(Instant.ofEpochMilli(42), ZoneOffset.UTC);

  @Test
  void sendsWhatWasUnderstoodOnAndTheRestToTheDeadLetters(TestPipeline pipeline) {
    RawChange good = raw(7, new byte[] {1});
    RawChange bad = raw(8, new byte[] {2});
    Envelope envelope = new Envelope("c", "t", null, null, Instant.ofEpochMilli(5), null);

    StageOutput.Sides sides = new StageOutput.Sides();
    PCollection<ChangeEvent> events =
        read(
                pipeline,
                new ChangeEvent(good, envelope),
                new ChangeEvent(bad, Envelope.malformed("not valid JSON at byte 3")))
            .apply("Chunks", EachAlone.asChunk())
            .apply("Decode", DecodeEvents.create(CLOCK))
            .aside(sides)
            .apply("Items", Items.of(ChangeEventCoder.of()));

    PAssert.that(events).containsInAnyOrder(new ChangeEvent(good, envelope));
    PAssert.that(sides.dead().get(0))
        .containsInAnyOrder(
            DeadLetter.ofRecord(
                Stage.DECODE,
                DeadLetter.Cause.of(Reason.MALFORMED, "not valid JSON at byte 3"),
                42,
                bad,
                Half.WHOLE));
    pipeline.run().waitUntilFinish();
  }

  private static PCollection<ChangeEvent> read(Pipeline pipeline, ChangeEvent... events) {
    return pipeline.apply("Read", Create.of(List.of(events)).withCoder(ChangeEventCoder.of()));
  }

  private static RawChange raw(long offset, byte[] value) {
    return new RawChange(new Coordinates("topic", 0, offset), offset, 9, null, value, List.of(), 0);
  }
}
