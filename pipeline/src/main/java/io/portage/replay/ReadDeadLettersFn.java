package io.portage.replay;

import io.portage.deadletter.DeadLetterStore;
import io.portage.deadletter.StoredDeadLetter;
import io.portage.metrics.Ledger;
import io.portage.model.Change;
import io.portage.model.Coordinates;
import io.portage.model.DeadLetter;
import io.portage.model.Stage;
import io.portage.model.event.DecodedRecord;
import io.portage.model.event.Format;
import io.portage.model.event.SourceRecord;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import org.apache.beam.sdk.transforms.DoFn;
import org.joda.time.Instant;

/** Reads the dead letters and routes each to the output of its stage. */
final class ReadDeadLettersFn extends DoFn<Integer, DeadLetter> {
  private static final long serialVersionUID = 1;

  /** All enter with one timestamp, so that changes of one key are in one window. */
  private static final Instant TIME = Instant.EPOCH;

  private final DeadLetterStore store;
  private final Format format;
  private final ReplaySelection replaySelection;

  ReadDeadLettersFn(DeadLetterStore store, Format format, ReplaySelection replaySelection) {
    this.store = store;
    this.format = format;
    this.replaySelection = replaySelection;
  }

  @ProcessElement
  public void read(MultiOutputReceiver out) throws IOException {
    Set<Coordinates> records = new HashSet<>();
    long read = 0;
    for (StoredDeadLetter stored : store.find(replaySelection.ids())) {
      DeadLetter deadLetter = stored.deadLetter();
      out.get(ReadDeadLetters.LETTERS).outputWithTimestamp(deadLetter, TIME);
      SourceRecord raw = deadLetter.sourceRecord();
      Change change = deadLetter.change();
      if (raw != null && records.add(raw.coordinates())) {
        read++;
        out.get(ReadDeadLetters.EVENTS)
            .outputWithTimestamp(
                new DecodedRecord(raw, format.decode(raw.coordinates().topic(), raw.value())),
                TIME);
      } else if (change != null) {
        read += change.recordCount();
        out.get(deadLetter.stage() == Stage.UPSERT ? ReadDeadLetters.ROWS : ReadDeadLetters.CHANGES)
            .outputWithTimestamp(change, TIME);
      }
    }
    Ledger.read().inc(read);
  }
}
