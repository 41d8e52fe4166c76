package io.portage.deadletter;

import io.portage.config.DeadLetterConfig;
import io.portage.config.PortageConfig;
import io.portage.model.Completion;
import io.portage.model.DeadLetter;
import io.portage.model.encoding.CompletionCoder;
import io.portage.model.encoding.DeadLetterCoder;
import java.io.IOException;
import java.util.UUID;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

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

  /**
   * Writes the dead letters of a bundle, makes them durable at its end, and only then emits their
   * completion.
   */
  private static final class WriteDeadLettersFn extends DoFn<DeadLetter, Completion> {
    private static final long serialVersionUID = 1;

    private final DeadLetterWriter.DeadLetterSink deadLetters;
    private final String run = UUID.randomUUID().toString();
    private transient @Nullable DeadLetterWriter writer;
    private transient BundleCounts written = new BundleCounts();
    private transient Instant newest = BoundedWindow.TIMESTAMP_MIN_VALUE;

    private WriteDeadLettersFn(DeadLetterWriter.DeadLetterSink deadLetters) {
      this.deadLetters = deadLetters;
    }

    /** Starts a bundle. A writer with dead letters of a failed bundle is closed and not reused. */
    @StartBundle
    public void start() {
      if (written != null && !written.isEmpty()) {
        close();
      }
      written = new BundleCounts();
      newest = BoundedWindow.TIMESTAMP_MIN_VALUE;
    }

    @ProcessElement
    public void write(@Element DeadLetter deadLetter, @Timestamp Instant time) throws IOException {
      if (writer == null) {
        writer = deadLetters.open();
      }
      written.add(deadLetter);
      writer.add(deadLetter);
      newest = time.isAfter(newest) ? time : newest;
    }

    @FinishBundle
    public void finish(FinishBundleContext context) throws IOException {
      if (writer == null || written.isEmpty()) {
        return;
      }
      writer.sync();
      written.count();
      written.firstOccurrences().forEach(FirstOccurrenceLog.toLog(run)::add);
      context.output(new Completion(written.origins()), newest, GlobalWindow.INSTANCE);
      written = new BundleCounts();
    }

    @Teardown
    public void close() {
      if (writer != null) {
        writer.close();
        writer = null;
      }
    }
  }
}
