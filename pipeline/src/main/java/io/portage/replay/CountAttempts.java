package io.portage.replay;

import io.portage.model.DeadLetter;
import io.portage.model.encoding.DeadLetterCoder;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;

/**
 * Sets the attempts of dead letters that fail again in a replay: one more than the replayed dead
 * letter had.
 */
public final class CountAttempts
    extends PTransform<PCollectionList<DeadLetter>, PCollection<DeadLetter>> {
  private static final long serialVersionUID = 1;

  private final ReplaySelection replaySelection;

  private CountAttempts(ReplaySelection replaySelection) {
    this.replaySelection = replaySelection;
  }

  /** The step for these dead letters. */
  public static CountAttempts of(ReplaySelection replaySelection) {
    return new CountAttempts(replaySelection);
  }

  @Override
  public PCollection<DeadLetter> expand(PCollectionList<DeadLetter> deadLetters) {
    return deadLetters
        .apply("Gather", Flatten.pCollections())
        .setCoder(DeadLetterCoder.of())
        .apply("Count", ParDo.of(new CountAttemptsFn(replaySelection)))
        .setCoder(DeadLetterCoder.of());
  }

  private static final class CountAttemptsFn extends DoFn<DeadLetter, DeadLetter> {
    private static final long serialVersionUID = 1;

    private final ReplaySelection replaySelection;

    CountAttemptsFn(ReplaySelection replaySelection) {
      this.replaySelection = replaySelection;
    }

    @ProcessElement
    public void process(@Element DeadLetter deadLetter, OutputReceiver<DeadLetter> out) {
      out.output(replaySelection.withNextAttempt(deadLetter));
    }
  }
}
