package io.portage.replay;

import io.portage.deadletter.LetterStore;
import io.portage.deadletter.StoredLetter;
import io.portage.metrics.Ledger;
import io.portage.model.Change;
import io.portage.model.ChangeEvent;
import io.portage.model.Coordinates;
import io.portage.model.DeadLetter;
import io.portage.model.Format;
import io.portage.model.RawChange;
import io.portage.model.Stage;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import org.apache.beam.sdk.transforms.DoFn;
import org.joda.time.Instant;

/** Reads the letters and says where each enters. */
final class ReadLettersFn extends DoFn<Integer, DeadLetter> {
  private static final long serialVersionUID = 1;

  /** All enter at one time, so that changes of one key meet in one window. */
  private static final Instant TIME = Instant.EPOCH;

  private final LetterStore store;
  private final Format format;
  private final Picked picked;

  ReadLettersFn(LetterStore store, Format format, Picked picked) {
    this.store = store;
    this.format = format;
    this.picked = picked;
  }

  @ProcessElement
  public void read(MultiOutputReceiver out) throws IOException {
    Set<Coordinates> records = new HashSet<>();
    long read = 0;
    for (StoredLetter stored : store.find(picked.ids())) {
      DeadLetter letter = stored.letter();
      out.get(ReadLetters.LETTERS).outputWithTimestamp(letter, TIME);
      RawChange raw = letter.raw();
      Change change = letter.change();
      if (raw != null && records.add(raw.at())) {
        read++;
        out.get(ReadLetters.EVENTS)
            .outputWithTimestamp(
                new ChangeEvent(raw, format.decode(raw.at().topic(), raw.value())), TIME);
      } else if (change != null) {
        read += change.records();
        out.get(letter.stage() == Stage.UPSERT ? ReadLetters.ROWS : ReadLetters.CHANGES)
            .outputWithTimestamp(change, TIME);
      }
    }
    Ledger.read().inc(read);
  }
}
