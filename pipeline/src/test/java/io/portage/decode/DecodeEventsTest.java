package io.portage.decode;

import io.portage.model.ChangePart;
import io.portage.model.Coordinates;
import io.portage.model.DeadLetter;
import io.portage.model.Items;
import io.portage.model.Reason;
import io.portage.model.Stage;
import io.portage.model.StageOutput;
import io.portage.model.encoding.DecodedRecordCoder;
import io.portage.model.event.DecodedRecord;
import io.portage.model.event.Envelope;
import io.portage.model.event.SourceRecord;
import io.portage.replay.SingletonChunks;
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
  void passesOnDecodedRecordsAndEmitsDeadLettersForMalformedOnes(TestPipeline pipeline) {
    SourceRecord good = raw(7, new byte[] {1});
    SourceRecord bad = raw(8, new byte[] {2});
    Envelope envelope = new Envelope("c", "t", null, null, Instant.ofEpochMilli(5), null);

    StageOutput.SideOutputs sides = new StageOutput.SideOutputs();
    PCollection<DecodedRecord> events =
        read(
                pipeline,
                new DecodedRecord(good, envelope),
                new DecodedRecord(bad, Envelope.malformed("after column a: not base64", "a")))
            .apply("Chunks", SingletonChunks.asChunk())
            .apply("Decode", DecodeEvents.create(CLOCK))
            .sidesTo(sides)
            .apply("Items", Items.of(DecodedRecordCoder.of()));

    PAssert.that(events).containsInAnyOrder(new DecodedRecord(good, envelope));
    PAssert.that(sides.dead().get(0))
        .containsInAnyOrder(
            DeadLetter.ofRecord(
                Stage.DECODE,
                DeadLetter.FailureCause.inColumn(
                    Reason.MALFORMED, "a", "after column a: not base64"),
                42,
                bad,
                ChangePart.WHOLE));
    pipeline.run().waitUntilFinish();
  }

  private static PCollection<DecodedRecord> read(Pipeline pipeline, DecodedRecord... events) {
    return pipeline.apply("Read", Create.of(List.of(events)).withCoder(DecodedRecordCoder.of()));
  }

  private static SourceRecord raw(long offset, byte[] value) {
    return new SourceRecord(
        new Coordinates("topic", 0, offset), offset, 9, null, value, List.of(), 0);
  }
}
