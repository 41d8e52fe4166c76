package io.portage.deadletter;

import io.portage.config.DeadLetterConfig;
import io.portage.config.PortageConfig;
import io.portage.model.DeadLetter;
import io.portage.model.DeadLetterCoder;
import io.portage.model.Outcome;
import io.portage.model.OutcomeCoder;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;

/**
 * Writes the dead letters of all stages to a topic or to files, and gives outcomes for what is
 * durable there.
 *
 * <p>At least once: a letter may stand there twice under one id. A letter that cannot be written
 * fails the bundle; none is dropped.
 */
public final class WriteDeadLetters
    extends PTransform<PCollectionList<DeadLetter>, PCollection<Outcome>> {
  private static final long serialVersionUID = 1;

  private final LetterWriter.Factory letters;

  private WriteDeadLetters(LetterWriter.Factory letters) {
    this.letters = letters;
  }

  /** Writes to where the configuration says. */
  public static WriteDeadLetters to(PortageConfig config) {
    if (config.deadLetters() instanceof DeadLetterConfig.ToKafka kafka) {
      return to(KafkaLetters.of(config.source(), kafka.topic(), kafka.spill()));
    }
    return to(new FileLetters(((DeadLetterConfig.ToFiles) config.deadLetters()).folder()));
  }

  static WriteDeadLetters to(LetterWriter.Factory letters) {
    return new WriteDeadLetters(letters);
  }

  @Override
  public PCollection<Outcome> expand(PCollectionList<DeadLetter> input) {
    return input
        .apply("Flatten", Flatten.pCollections())
        .setCoder(DeadLetterCoder.of())
        .apply("Write", ParDo.of(new WriteLettersFn(letters)))
        .setCoder(OutcomeCoder.of());
  }
}
