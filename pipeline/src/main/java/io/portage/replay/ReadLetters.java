package io.portage.replay;

import io.portage.config.PortageConfig;
import io.portage.deadletter.LetterStore;
import io.portage.model.Change;
import io.portage.model.ChangeCoder;
import io.portage.model.ChangeEvent;
import io.portage.model.ChangeEventCoder;
import io.portage.model.DeadLetter;
import io.portage.model.DeadLetterCoder;
import io.portage.model.Format;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TupleTagList;

/**
 * Reads the picked letters from where the job has put them, and sorts them by where they enter.
 *
 * <p>A record that two letters are about, one for each half, enters once. What is no longer there
 * is left out.
 */
public final class ReadLetters extends PTransform<PBegin, PCollectionTuple> {
  private static final long serialVersionUID = 1;

  /** Records, for Decode. */
  public static final TupleTag<ChangeEvent> EVENTS = new TupleTag<>("events") {};

  /** Changes with source columns, for Latest. */
  public static final TupleTag<Change> CHANGES = new TupleTag<>("changes") {};

  /** Changes with target columns, for what lies behind Enrich. */
  public static final TupleTag<Change> ROWS = new TupleTag<>("rows") {};

  /** The letters themselves. */
  public static final TupleTag<DeadLetter> LETTERS = new TupleTag<>("letters") {};

  private final LetterStore store;
  private final Format format;
  private final Picked picked;

  private ReadLetters(LetterStore store, Format format, Picked picked) {
    this.store = store;
    this.format = format;
    this.picked = picked;
  }

  /** Reads the letters of this job; {@code format} is that of its records. */
  public static ReadLetters of(PortageConfig config, Format format, Picked picked) {
    return new ReadLetters(LetterStore.of(config), format, picked);
  }

  @Override
  public PCollectionTuple expand(PBegin begin) {
    PCollectionTuple read =
        begin
            .apply("Once", Create.of(0).withCoder(VarIntCoder.of()))
            .apply(
                "Read",
                ParDo.of(new ReadLettersFn(store, format, picked))
                    .withOutputTags(LETTERS, TupleTagList.of(EVENTS).and(CHANGES).and(ROWS)));
    read.get(LETTERS).setCoder(DeadLetterCoder.of());
    read.get(EVENTS).setCoder(ChangeEventCoder.of());
    read.get(CHANGES).setCoder(ChangeCoder.of());
    read.get(ROWS).setCoder(ChangeCoder.of());
    return read;
  }
}
