package io.portage.decode;

import io.portage.model.Chunk;
import io.portage.model.DeadLetter;
import io.portage.model.StageOutput;
import io.portage.model.encoding.ChunkCoder;
import io.portage.model.encoding.DeadLetterCoder;
import io.portage.model.encoding.DecodedRecordCoder;
import io.portage.model.event.DecodedRecord;
import java.time.Clock;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TupleTagList;

/**
 * Passes on the decoded records and emits a dead letter for each malformed record.
 *
 * <p>Only the bytes are checked here. Normalize rejects unknown operations, missing keys and the
 * like.
 */
public final class DecodeEvents
    extends PTransform<PCollection<Chunk<DecodedRecord>>, StageOutput<Chunk<DecodedRecord>>> {
  private static final long serialVersionUID = 1;

  private final Clock clock;

  private DecodeEvents(Clock clock) {
    this.clock = clock;
  }

  /**
   * Creates the stage.
   *
   * @param clock the clock for the time of failure of a dead letter; must be serializable, as the
   *     JDK's clocks are
   */
  public static DecodeEvents create(Clock clock) {
    return new DecodeEvents(clock);
  }

  /** Creates the stage with the system clock. */
  public static DecodeEvents create() {
    return create(Clock.systemUTC());
  }

  @Override
  public StageOutput<Chunk<DecodedRecord>> expand(PCollection<Chunk<DecodedRecord>> events) {
    PCollectionTuple out =
        events.apply(
            "Route",
            ParDo.of(new DecodeFn(clock))
                .withOutputTags(DecodeFn.EVENTS, TupleTagList.of(DecodeFn.DEAD)));
    PCollection<Chunk<DecodedRecord>> decoded =
        out.get(DecodeFn.EVENTS).setCoder(ChunkCoder.of(DecodedRecordCoder.of()));
    PCollection<DeadLetter> dead = out.get(DecodeFn.DEAD).setCoder(DeadLetterCoder.of());
    return StageOutput.of(decoded, dead, null);
  }
}
