package io.portage.deadletter;

import io.portage.model.DeadLetter;
import io.portage.model.Outcome;
import java.io.IOException;
import java.util.UUID;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/** Writes the letters of a bundle, makes them durable at its end, and only then says so. */
final class WriteLettersFn extends DoFn<DeadLetter, Outcome> {
  private static final long serialVersionUID = 1;

  private final LetterWriter.Factory letters;
  private final String run = UUID.randomUUID().toString();
  private transient @Nullable LetterWriter writer;
  private transient Written written = new Written();
  private transient Instant newest = BoundedWindow.TIMESTAMP_MIN_VALUE;

  WriteLettersFn(LetterWriter.Factory letters) {
    this.letters = letters;
  }

  /** Begins anew; a writer with letters of a bundle that has failed is of no more use. */
  @StartBundle
  public void start() {
    if (written != null && !written.isEmpty()) {
      close();
    }
    written = new Written();
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
    written.firsts().forEach(NewKinds.inTheLog(run)::tell);
    context.output(new Outcome(written.origins()), newest, GlobalWindow.INSTANCE);
    written = new Written();
  }

  @Teardown
  public void close() {
    if (writer != null) {
      writer.close();
      writer = null;
    }
  }
}
