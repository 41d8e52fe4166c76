package io.portage.replay;

import io.portage.config.PortageConfig;
import io.portage.deadletter.DeadLetterStore;
import io.portage.deadletter.Resolution;
import io.portage.deadletter.ResolutionWriter;
import io.portage.deadletter.StoredDeadLetter;
import io.portage.model.DeadLetter;
import io.portage.sink.Sink;
import io.portage.sink.SinkContext;
import io.portage.sink.SinkProviders;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.KV;
import org.jspecify.annotations.Nullable;

/** Appends the resolutions of a record's dead letters, durable at the end of the bundle. */
final class ResolveFn extends DoFn<KV<String, Iterable<ReplayObservation>>, Void> {
  private static final long serialVersionUID = 1;

  private final PortageConfig config;
  private final DeadLetterStore store;
  private final Clock clock;
  private final String note;
  private transient Sink sink;
  private transient @Nullable ResolutionWriter writer;

  /**
   * @param note is added to the message of each resolution; may be empty
   */
  ResolveFn(PortageConfig config, DeadLetterStore store, Clock clock, String note) {
    this.note = note;
    this.config = config;
    this.store = store;
    this.clock = clock;
  }

  @Setup
  public void setUp() {
    sink = SinkProviders.of(config).open(config, SinkContext.standalone());
  }

  @ProcessElement
  public void resolve(@Element KV<String, Iterable<ReplayObservation>> record) throws IOException {
    List<ReplayObservation> observations = new ArrayList<>();
    record.getValue().forEach(observations::add);
    ReplayOutcomes replayOutcomes =
        new ReplayOutcomes(record.getKey(), observations, sink::differingColumns);
    for (ReplayObservation replayObservation : observations) {
      DeadLetter deadLetter = replayObservation.deadLetter();
      if (deadLetter == null) {
        continue;
      }
      Optional<ReplayOutcomes.ReplayOutcome> outcome = replayOutcomes.of(deadLetter);
      if (outcome.isPresent()) {
        append(deadLetter, outcome.get());
      }
    }
  }

  private void append(DeadLetter deadLetter, ReplayOutcomes.ReplayOutcome replayOutcome)
      throws IOException {
    if (writer == null) {
      writer = store.open();
    }
    long at = Math.max(clock.millis(), deadLetter.failedAt() + 1);
    writer.add(
        new StoredDeadLetter(
            deadLetter, new Resolution(replayOutcome.kind(), at, message(replayOutcome))));
  }

  private String message(ReplayOutcomes.ReplayOutcome replayOutcome) {
    return Stream.of(replayOutcome.message(), note)
        .filter(text -> !text.isEmpty())
        .collect(Collectors.joining("; "));
  }

  @FinishBundle
  public void finish() throws IOException {
    if (writer != null) {
      writer.sync();
      close();
    }
  }

  @Teardown
  public void tearDown() {
    close();
    if (sink != null) {
      sink.close();
    }
  }

  private void close() {
    if (writer != null) {
      writer.close();
      writer = null;
    }
  }
}
