package io.portage;

import io.portage.config.LatestConfig;
import io.portage.config.LatestConfig.Late;
import io.portage.config.PortageConfig;
import io.portage.config.TargetConfig;
import io.portage.config.TargetConfig.OnStale;
import io.portage.config.TargetConfig.Waiting;
import io.portage.deadletter.WriteDeadLetters;
import io.portage.decode.DecodeEvents;
import io.portage.decode.Formats;
import io.portage.enrich.EnrichRows;
import io.portage.latest.KeepLatest;
import io.portage.latest.Merge;
import io.portage.model.Change;
import io.portage.model.ChangeBatch;
import io.portage.model.Chunk;
import io.portage.model.DeadLetter;
import io.portage.model.Format;
import io.portage.model.ModelCoders;
import io.portage.model.Outcome;
import io.portage.model.OutcomeCoder;
import io.portage.model.StageOutput.Sides;
import io.portage.normalize.NormalizeChanges;
import io.portage.replay.CountAttempts;
import io.portage.replay.EachAlone;
import io.portage.replay.Picked;
import io.portage.replay.ReadLetters;
import io.portage.replay.ResolveLetters;
import io.portage.replay.TakeApart;
import io.portage.upsert.UpsertRows;
import java.time.Duration;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PCollectionTuple;

/**
 * Carries dead letters once more into the target's tables, through the stages of {@link
 * ChangePipeline}, and ends.
 *
 * <p>Each letter enters behind the stage that its contents have passed. No offset is committed.
 */
public final class ReplayPipeline {
  /** Nobody brings new rows but the letters themselves: to wait longer is of little use. */
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);

  private final PortageConfig config;
  private final Picked picked;

  private ReplayPipeline(PortageConfig config, Picked picked) {
    this.config = config;
    this.picked = picked;
  }

  /** The replay of these letters of a job. */
  public static ReplayPipeline of(PortageConfig config, Picked picked) {
    return new ReplayPipeline(forReplay(config), picked);
  }

  /** Adds all steps to {@code pipeline}. */
  public void applyTo(Pipeline pipeline) {
    ModelCoders.register(pipeline.getCoderRegistry());
    Sides sides = new Sides();
    Format format = Formats.of(config.source());
    PCollectionTuple letters = pipeline.apply("Letters", ReadLetters.of(config, format, picked));
    PCollection<Chunk<Change>> normalized =
        letters
            .get(ReadLetters.EVENTS)
            .apply("Events", EachAlone.asChunk())
            .apply("Decode", DecodeEvents.create())
            .aside(sides)
            .apply("Normalize", NormalizeChanges.of(config, format))
            .aside(sides);
    PCollection<Change> enriched =
        PCollectionList.of(normalized)
            .and(letters.get(ReadLetters.CHANGES).apply("Changes", EachAlone.asChunk()))
            .apply("With changes", Flatten.pCollections())
            .apply("Latest", KeepLatest.of(config.latest()))
            .aside(sides)
            .apply("Enrich", EnrichRows.with(config, true))
            .aside(sides)
            .apply("Take apart", TakeApart.batches());
    PCollection<ChangeBatch> merged =
        PCollectionList.of(enriched)
            .and(letters.get(ReadLetters.ROWS))
            .apply("With rows", Flatten.pCollections())
            .apply("Rows", EachAlone.asChunk())
            .apply("Merge", KeepLatest.of(config.latest()))
            .aside(sides);
    PCollection<Outcome> written =
        merged.apply("Upsert", UpsertRows.into(config, Merge::merge).bounded(true)).aside(sides);
    PCollection<DeadLetter> dead = sides.dead().apply("Attempts", CountAttempts.of(picked));
    PCollection<Outcome> buried =
        PCollectionList.of(dead).apply("DeadLetter", WriteDeadLetters.to(config));
    PCollectionTuple.of(ResolveLetters.LETTERS, letters.get(ReadLetters.LETTERS))
        .and(ResolveLetters.MERGED, merged)
        .and(ResolveLetters.WRITTEN, written)
        .and(ResolveLetters.IGNORED, ignored(sides))
        .and(ResolveLetters.DEAD, dead)
        .and(ResolveLetters.BURIED, buried)
        .apply("Resolve", ResolveLetters.of(config, picked));
  }

  private static PCollection<Outcome> ignored(Sides sides) {
    return sides.done().apply("Ignored", Flatten.pCollections()).setCoder(OutcomeCoder.of());
  }

  /**
   * The job's configuration, but that each change is judged alone, that nothing dies for being late
   * or old, and that all changes of a key meet.
   */
  private static PortageConfig forReplay(PortageConfig config) {
    LatestConfig latest = config.latest();
    TargetConfig target = config.target();
    Waiting waiting = target.waiting();
    Duration longest =
        waiting.atMost().compareTo(LONGEST_WAIT) < 0 ? waiting.atMost() : LONGEST_WAIT;
    return new PortageConfig(
        config.name(),
        config.source(),
        new LatestConfig(
            Duration.ofHours(1),
            latest.maxOutOfOrder(),
            Duration.ofDays(36_500),
            Duration.ofDays(1),
            Late.APPLY,
            latest.shards(),
            latest.paneRows()),
        config.references(),
        config.tables(),
        target
            .withBatchRows(1)
            .withOnStale(OnStale.COUNT)
            .withWaiting(waiting.within(longest, waiting.rows())),
        config.deadLetters());
  }
}
