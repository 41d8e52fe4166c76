package io.portage.replay;

import io.portage.config.PortageConfig;
import io.portage.deadletter.DeadLetterStore;
import io.portage.deadletter.Resolution;
import io.portage.deadletter.ResolutionWriter;
import io.portage.deadletter.StoredDeadLetter;
import io.portage.model.DeadLetter;
import io.portage.upsert.write.TargetRowComparer;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.KV;
import org.jspecify.annotations.Nullable;

/** Appends the fates of a record's letters, durable at the end of the bundle. */
final class ResolveFn extends DoFn<KV<String, Iterable<ReplayObservation>>, Void> {
  private static final long serialVersionUID = 1;

  private final PortageConfig config;
  private final DeadLetterStore store;
  private final Clock clock;
  private transient @Nullable TargetRowComparer rows;
  private transient @Nullable ResolutionWriter writer;

  ResolveFn(PortageConfig config, DeadLetterStore store, Clock clock) {
    this.config = config;
    this.store = store;
    this.clock = clock;
  }

  @Setup
  public void setUp() {
    rows = TargetRowComparer.open(config);
  }

  @ProcessElement
  public void resolve(@Element KV<String, Iterable<ReplayObservation>> record) throws IOException {
    List<ReplayObservation> facts = new ArrayList<>();
    record.getValue().forEach(facts::add);
    ReplayOutcomes replayOutcomes = new ReplayOutcomes(record.getKey(), facts, rows::differing);
    for (ReplayObservation replayObservation : facts) {
      DeadLetter letter = replayObservation.letter();
      Optional<ReplayOutcomes.ReplayOutcome> fate =
          letter == null ? Optional.empty() : replayOutcomes.of(letter);
      if (fate.isPresent()) {
        append(letter, fate.get());
      }
    }
  }

  private void append(DeadLetter letter, ReplayOutcomes.ReplayOutcome replayOutcome)
      throws IOException {
    if (writer == null) {
      writer = store.open();
    }
    long at = Math.max(clock.millis(), letter.failedAt() + 1);
    writer.add(
        new StoredDeadLetter(
            letter, new Resolution(replayOutcome.kind(), at, replayOutcome.message())));
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
    if (rows != null) {
      rows.close();
      rows = null;
    }
  }

  private void close() {
    if (writer != null) {
      writer.close();
      writer = null;
    }
  }
}
