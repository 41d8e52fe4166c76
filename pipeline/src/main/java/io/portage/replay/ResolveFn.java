package io.portage.replay;

import io.portage.config.PortageConfig;
import io.portage.deadletter.LetterStore;
import io.portage.deadletter.Resolution;
import io.portage.deadletter.ResolutionWriter;
import io.portage.deadletter.StoredLetter;
import io.portage.model.DeadLetter;
import io.portage.upsert.StandingRows;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.KV;
import org.jspecify.annotations.Nullable;

/** Appends the fates of a record's letters, durable at the end of the bundle. */
final class ResolveFn extends DoFn<KV<String, Iterable<Fact>>, Void> {
  private static final long serialVersionUID = 1;

  private final PortageConfig config;
  private final LetterStore store;
  private final Clock clock;
  private transient @Nullable StandingRows rows;
  private transient @Nullable ResolutionWriter writer;

  ResolveFn(PortageConfig config, LetterStore store, Clock clock) {
    this.config = config;
    this.store = store;
    this.clock = clock;
  }

  @Setup
  public void setUp() {
    rows = StandingRows.open(config);
  }

  @ProcessElement
  public void resolve(@Element KV<String, Iterable<Fact>> record) throws IOException {
    List<Fact> facts = new ArrayList<>();
    record.getValue().forEach(facts::add);
    Fates fates = new Fates(record.getKey(), facts, rows::differing);
    for (Fact fact : facts) {
      DeadLetter letter = fact.letter();
      Optional<Fates.Fate> fate = letter == null ? Optional.empty() : fates.of(letter);
      if (fate.isPresent()) {
        append(letter, fate.get());
      }
    }
  }

  private void append(DeadLetter letter, Fates.Fate fate) throws IOException {
    if (writer == null) {
      writer = store.open();
    }
    long at = Math.max(clock.millis(), letter.failedAt() + 1);
    writer.add(new StoredLetter(letter, new Resolution(fate.kind(), at, fate.message())));
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
