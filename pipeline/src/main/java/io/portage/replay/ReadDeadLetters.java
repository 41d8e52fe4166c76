package io.portage.replay;

import io.portage.config.PortageConfig;
import io.portage.deadletter.DeadLetterStore;
import io.portage.deadletter.StoredDeadLetter;
import io.portage.metrics.Ledger;
import io.portage.model.Change;
import io.portage.model.ChangePart;
import io.portage.model.DeadLetter;
import io.portage.model.Stage;
import io.portage.model.encoding.ChangeCoder;
import io.portage.model.encoding.DeadLetterCoder;
import io.portage.model.encoding.DecodedRecordCoder;
import io.portage.model.event.DecodedRecord;
import io.portage.model.event.Format;
import io.portage.model.event.SourceRecord;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TupleTagList;
import org.joda.time.Instant;

/**
 * Reads the selected dead letters from the job's store, and routes each to the stage at which it
 * enters.
 *
 * <p>A row with two dead letters, one for each half, enters once, and the other rows of its record
 * do not enter. Dead letters that are no longer stored are skipped.
 */
public final class ReadDeadLetters extends PTransform<PBegin, PCollectionTuple> {
  private static final long serialVersionUID = 1;

  /** Records, for Decode. */
  public static final TupleTag<DecodedRecord> EVENTS = new TupleTag<>("events") {};

  /** Changes with source columns, for Latest. */
  public static final TupleTag<Change> CHANGES = new TupleTag<>("changes") {};

  /** Changes with target columns, for Upsert. */
  public static final TupleTag<Change> ROWS = new TupleTag<>("rows") {};

  /** The dead letters themselves. */
  public static final TupleTag<DeadLetter> LETTERS = new TupleTag<>("letters") {};

  private final DeadLetterStore store;
  private final Format format;
  private final ReplaySelection replaySelection;

  private ReadDeadLetters(DeadLetterStore store, Format format, ReplaySelection replaySelection) {
    this.store = store;
    this.format = format;
    this.replaySelection = replaySelection;
  }

  /**
   * Reads the dead letters of this job.
   *
   * @param format the format of the job's records
   */
  public static ReadDeadLetters of(
      PortageConfig config, Format format, ReplaySelection replaySelection) {
    return new ReadDeadLetters(DeadLetterStore.of(config), format, replaySelection);
  }

  @Override
  public PCollectionTuple expand(PBegin begin) {
    PCollectionTuple read =
        begin
            .apply("Once", Create.of(0).withCoder(VarIntCoder.of()))
            .apply(
                "Read",
                ParDo.of(new ReadDeadLettersFn(store, format, replaySelection))
                    .withOutputTags(LETTERS, TupleTagList.of(EVENTS).and(CHANGES).and(ROWS)));
    read.get(LETTERS).setCoder(DeadLetterCoder.of());
    read.get(EVENTS).setCoder(DecodedRecordCoder.of());
    read.get(CHANGES).setCoder(ChangeCoder.of());
    read.get(ROWS).setCoder(ChangeCoder.of());
    return read;
  }

  /** Reads the dead letters and routes each to the output of its stage. */
  private static final class ReadDeadLettersFn extends DoFn<Integer, DeadLetter> {
    private static final long serialVersionUID = 1;

    /** All enter with one timestamp, so that changes of one key are in one window. */
    private static final Instant TIME = Instant.EPOCH;

    private final DeadLetterStore store;
    private final Format format;
    private final ReplaySelection replaySelection;

    private ReadDeadLettersFn(
        DeadLetterStore store, Format format, ReplaySelection replaySelection) {
      this.store = store;
      this.format = format;
      this.replaySelection = replaySelection;
    }

    @ProcessElement
    public void read(MultiOutputReceiver out) throws IOException {
      Set<String> rows = new HashSet<>();
      long read = 0;
      for (StoredDeadLetter stored : store.find(replaySelection.ids())) {
        DeadLetter deadLetter = stored.deadLetter();
        out.get(LETTERS).outputWithTimestamp(deadLetter, TIME);
        SourceRecord raw = deadLetter.sourceRecord();
        Change change = deadLetter.change();
        ChangePart row = deadLetter.part().whole();
        if (raw != null && rows.add(raw.coordinates() + row.suffix())) {
          read++;
          out.get(EVENTS)
              .outputWithTimestamp(
                  new DecodedRecord(
                      raw,
                      format.decode(raw.coordinates().topic(), raw.value(), raw.headers()),
                      row),
                  TIME);
        } else if (change != null) {
          read += change.recordCount();
          out.get(deadLetter.stage() == Stage.UPSERT ? ROWS : CHANGES)
              .outputWithTimestamp(change, TIME);
        }
      }
      Ledger.read().inc(read);
    }
  }
}
