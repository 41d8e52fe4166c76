package io.portage.deadletter;

import io.portage.config.DeadLetterConfig;
import io.portage.config.PortageConfig;
import io.portage.model.Completion;
import io.portage.model.DeadLetter;
import io.portage.model.encoding.CompletionCoder;
import io.portage.model.encoding.DeadLetterCoder;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;

/**
 * Writes the dead letters of all stages to a topic or to files, and emits completions once they are
 * durable.
 *
 * <p>At least once: a dead letter may be stored twice under one id. A dead letter that cannot be
 * written fails the bundle; none is dropped.
 */
public final class WriteDeadLetters
    extends PTransform<PCollectionList<DeadLetter>, PCollection<Completion>> {
  private static final long serialVersionUID = 1;

  private final DeadLetterWriter.DeadLetterSink deadLetters;

  private WriteDeadLetters(DeadLetterWriter.DeadLetterSink deadLetters) {
    this.deadLetters = deadLetters;
  }

  /** Writes to the topic or folder of the configuration. */
  public static WriteDeadLetters to(PortageConfig config) {
    if (config.deadLetters() instanceof DeadLetterConfig.KafkaDeadLetters kafka) {
      return to(KafkaDeadLetterSink.of(config.source(), kafka.topic(), kafka.spill()));
    }
    return to(
        new FileDeadLetterSink(((DeadLetterConfig.FileDeadLetters) config.deadLetters()).folder()));
  }

  static WriteDeadLetters to(DeadLetterWriter.DeadLetterSink deadLetters) {
    return new WriteDeadLetters(deadLetters);
  }

  @Override
  public PCollection<Completion> expand(PCollectionList<DeadLetter> input) {
    return input
        .apply("Flatten", Flatten.pCollections())
        .setCoder(DeadLetterCoder.of())
        .apply("Write", ParDo.of(new WriteDeadLettersFn(deadLetters)))
        .setCoder(CompletionCoder.of());
  }
}
