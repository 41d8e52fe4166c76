package io.portage.replay;

import io.portage.config.PortageConfig;
import io.portage.deadletter.DeadLetterStore;
import io.portage.model.ChangeBatch;
import io.portage.model.Completion;
import io.portage.model.DeadLetter;
import java.time.Clock;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.PDone;
import org.apache.beam.sdk.values.TupleTag;

/**
 * Derives the outcome of each replayed dead letter from its observations, and appends it as a
 * resolution under the dead letter's id as soon as the whole replay is durable.
 *
 * <p>At least once: a resolution may be stored twice. A dead letter that failed again under its own
 * id gets none.
 */
public final class ResolveDeadLetters extends PTransform<PCollectionTuple, PDone> {
  private static final long serialVersionUID = 1;

  /** The replayed dead letters. */
  public static final TupleTag<DeadLetter> LETTERS = new TupleTag<>("letters") {};

  /** The changes to write, at most one per key. */
  public static final TupleTag<ChangeBatch> MERGED = new TupleTag<>("merged") {};

  /** The completions of Upsert, one per written change. */
  public static final TupleTag<Completion> WRITTEN = new TupleTag<>("written") {};

  /** The completions of records that need no write. */
  public static final TupleTag<Completion> IGNORED = new TupleTag<>("ignored") {};

  /** The dead letters of the replay itself. */
  public static final TupleTag<DeadLetter> DEAD = new TupleTag<>("dead") {};

  /** The completions of DeadLetter, emitted when those are durable; this step waits for them. */
  public static final TupleTag<Completion> STORED = new TupleTag<>("stored") {};

  private final PortageConfig config;
  private final ReplaySelection replaySelection;

  private ResolveDeadLetters(PortageConfig config, ReplaySelection replaySelection) {
    this.config = config;
    this.replaySelection = replaySelection;
  }

  /** The step for these dead letters of this job. */
  public static ResolveDeadLetters of(PortageConfig config, ReplaySelection replaySelection) {
    return new ResolveDeadLetters(config, replaySelection);
  }

  @Override
  public PDone expand(PCollectionTuple in) {
    PCollectionList.of(observations(in.get(LETTERS), "Letters", ObserveFn::ofLetter))
        .and(observations(in.get(MERGED), "Merged", ObserveFn::ofMerged))
        .and(observations(in.get(WRITTEN), "Written", ObserveFn::ofWritten))
        .and(observations(in.get(IGNORED), "Ignored", ObserveFn::ofIgnored))
        .and(observations(in.get(DEAD), "Dead", ObserveFn::ofDead))
        .and(observations(in.get(STORED), "Stored", ObserveFn::none))
        .apply("Gather", Flatten.pCollections())
        .apply("By record", GroupByKey.create())
        .apply(
            "Append",
            ParDo.of(
                new ResolveFn(
                    config,
                    DeadLetterStore.of(config),
                    Clock.systemUTC(),
                    replaySelection.note())));
    return PDone.in(in.getPipeline());
  }

  private <T> PCollection<KV<String, ReplayObservation>> observations(
      PCollection<T> of, String name, ObserveFn.ObservationExtractor<T> extractor) {
    return of.apply(name, ParDo.of(new ObserveFn<>(replaySelection, extractor)))
        .setCoder(KvCoder.of(StringUtf8Coder.of(), ReplayObservationCoder.of()));
  }
}
