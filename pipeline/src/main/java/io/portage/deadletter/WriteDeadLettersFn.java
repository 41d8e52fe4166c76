package io.portage.deadletter;

import io.portage.model.Completion;
import io.portage.model.DeadLetter;
import java.io.IOException;
import java.util.UUID;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Writes the dead letters of a bundle, makes them durable at its end, and only then emits their
 * completion.
 */
final class WriteDeadLettersFn extends DoFn<DeadLetter, Completion> {
  private static final long serialVersionUID = 1;

  private final DeadLetterWriter.DeadLetterSink deadLetters;
  private final String run = UUID.randomUUID().toString();
  private transient @Nullable DeadLetterWriter writer;
  private transient BundleCounts written = new BundleCounts();
  private transient Instant newest = BoundedWindow.TIMESTAMP_MIN_VALUE;

  WriteDeadLettersFn(DeadLetterWriter.DeadLetterSink deadLetters) {
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
