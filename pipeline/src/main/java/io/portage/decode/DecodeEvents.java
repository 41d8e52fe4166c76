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
 * Lets through what its format understood of the records, and makes dead letters of the rest.
 *
 * <p>Nothing is judged here but the bytes: unknown operations, missing keys and the like are
 * Normalize's.
 */
public final class DecodeEvents
    extends PTransform<PCollection<Chunk<DecodedRecord>>, StageOutput<Chunk<DecodedRecord>>> {
  private static final long serialVersionUID = 1;

  private final Clock clock;

  private DecodeEvents(Clock clock) {
    this.clock = clock;
  }

  /**
   * The stage.
   *
   * @param clock tells when a dead letter failed; must be serializable, as the JDK's clocks are
   */
  public static DecodeEvents create(Clock clock) {
    return new DecodeEvents(clock);
  }

  /** The stage with the system's clock. */
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
