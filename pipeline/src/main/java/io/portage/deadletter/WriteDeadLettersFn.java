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

/** Writes the letters of a bundle, makes them durable at its end, and only then says so. */
final class WriteDeadLettersFn extends DoFn<DeadLetter, Completion> {
  private static final long serialVersionUID = 1;

  private final DeadLetterWriter.DeadLetterSink letters;
  private final String run = UUID.randomUUID().toString();
  private transient @Nullable DeadLetterWriter writer;
  private transient BundleCounts written = new BundleCounts();
  private transient Instant newest = BoundedWindow.TIMESTAMP_MIN_VALUE;

  WriteDeadLettersFn(DeadLetterWriter.DeadLetterSink letters) {
    this.letters = letters;
  }

  /** Begins anew; a writer with letters of a bundle that has failed is of no more use. */
  @StartBundle
  public void start() {
    if (written != null && !written.isEmpty()) {
      close();
    }
    written = new BundleCounts();
    newest = BoundedWindow.TIMESTAMP_MIN_VALUE;
  }

  @ProcessElement
  public void write(@Element DeadLetter letter, @Timestamp Instant time) throws IOException {
    if (writer == null) {
      writer = letters.open();
    }
    written.add(letter);
    writer.add(letter);
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
