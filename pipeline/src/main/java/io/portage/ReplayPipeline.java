package io.portage;

import io.portage.config.LatestConfig;
import io.portage.config.LatestConfig.LatePolicy;
import io.portage.config.PortageConfig;
import io.portage.config.TargetConfig;
import io.portage.config.TargetConfig.ParkingConfig;
import io.portage.config.TargetConfig.StalePolicy;
import io.portage.deadletter.WriteDeadLetters;
import io.portage.decode.DecodeEvents;
import io.portage.decode.Formats;
import io.portage.enrich.EnrichRows;
import io.portage.latest.ChangeMerge;
import io.portage.latest.KeepLatest;
import io.portage.model.Change;
import io.portage.model.ChangeBatch;
import io.portage.model.Chunk;
import io.portage.model.Completion;
import io.portage.model.DeadLetter;
import io.portage.model.StageOutput.SideOutputs;
import io.portage.model.encoding.CompletionCoder;
import io.portage.model.encoding.ModelCoders;
import io.portage.model.event.Format;
import io.portage.normalize.LogPlace;
import io.portage.normalize.NormalizeChanges;
import io.portage.replay.CountAttempts;
import io.portage.replay.ReadDeadLetters;
import io.portage.replay.ReplaySelection;
import io.portage.replay.ResolveDeadLetters;
import io.portage.replay.SingletonChunks;
import io.portage.replay.UnbatchChanges;
import io.portage.upsert.UpsertRows;
import java.time.Duration;
import java.util.List;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PCollectionTuple;

/**
 * Replays dead letters through the stages of {@link ChangePipeline} and ends.
 *
 * <p>Each dead letter enters after the stage that its contents have passed. No offset is committed.
 */
public final class ReplayPipeline {
  /**
   * The upper limit of the time for which a row is parked. Only the replayed dead letters bring new
   * rows, so a longer wait rarely helps.
   */
  private static final Duration MAX_PARKED = Duration.ofSeconds(5);

  private final PortageConfig config;
  private final ReplaySelection replaySelection;
  private final List<LogPlace> before;

  private ReplayPipeline(
      PortageConfig config, ReplaySelection replaySelection, List<LogPlace> before) {
    this.before = before;
    this.config = config;
    this.replaySelection = replaySelection;
  }

  /**
   * Returns the replay of the selected dead letters of a job. If a source's log has begun again,
   * asks the brokers for the records before that.
   */
  public static ReplayPipeline of(PortageConfig config, ReplaySelection replaySelection) {
    List<LogPlace> before = RunBeginning.of(config, Formats.of(config.source()), replaySelection);
    return new ReplayPipeline(forReplay(config), replaySelection, before);
  }

  /** Adds all steps to {@code pipeline}. */
  public void applyTo(Pipeline pipeline) {
    ModelCoders.register(pipeline.getCoderRegistry());
    SideOutputs sides = new SideOutputs();
    Format format = Formats.of(config.source());
    PCollectionTuple deadLetters =
        pipeline.apply("Letters", ReadDeadLetters.of(config, format, replaySelection));
    PCollection<Chunk<Change>> normalized =
        deadLetters
            .get(ReadDeadLetters.EVENTS)
            .apply("Events", SingletonChunks.asChunk())
            .apply("Decode", DecodeEvents.create())
            .sidesTo(sides)
            .apply("Normalize", NormalizeChanges.of(config, format, before))
            .sidesTo(sides);
    PCollection<Change> enriched =
        PCollectionList.of(normalized)
            .and(
                deadLetters
                    .get(ReadDeadLetters.CHANGES)
                    .apply("Changes", SingletonChunks.asChunk()))
            .apply("With changes", Flatten.pCollections())
            .apply("Latest", KeepLatest.of(config.latest()))
            .sidesTo(sides)
            .apply("Enrich", EnrichRows.with(config, true))
            .sidesTo(sides)
            .apply("Take apart", UnbatchChanges.of());
    PCollection<ChangeBatch> merged =
        PCollectionList.of(enriched)
            .and(deadLetters.get(ReadDeadLetters.ROWS))
            .apply("With rows", Flatten.pCollections())
            .apply("Rows", SingletonChunks.asChunk())
            .apply("Merge", KeepLatest.of(config.latest()))
            .sidesTo(sides);
    PCollection<Completion> written =
        merged
            .apply("Upsert", UpsertRows.into(config, ChangeMerge::merge).bounded(true))
            .sidesTo(sides);
    PCollection<DeadLetter> dead =
        sides.dead().apply("Attempts", CountAttempts.of(replaySelection));
    PCollection<Completion> acknowledged =
        PCollectionList.of(dead).apply("DeadLetter", WriteDeadLetters.to(config));
    PCollectionTuple.of(ResolveDeadLetters.LETTERS, deadLetters.get(ReadDeadLetters.LETTERS))
        .and(ResolveDeadLetters.MERGED, merged)
        .and(ResolveDeadLetters.WRITTEN, written)
        .and(ResolveDeadLetters.IGNORED, ignored(sides))
        .and(ResolveDeadLetters.DEAD, dead)
        .and(ResolveDeadLetters.STORED, acknowledged)
        .apply("Resolve", ResolveDeadLetters.of(config, replaySelection));
  }

  private static PCollection<Completion> ignored(SideOutputs sides) {
    return sides.done().apply("Ignored", Flatten.pCollections()).setCoder(CompletionCoder.of());
  }

  /**
   * Returns the job's configuration with these differences: each change is its own batch, no change
   * becomes a dead letter for being late or stale, and all changes of a key are merged.
   */
  private static PortageConfig forReplay(PortageConfig config) {
    LatestConfig latest = config.latest();
    TargetConfig target = config.target();
    ParkingConfig parking = target.parking();
    Duration parkedAtMost =
        parking.atMost().compareTo(MAX_PARKED) < 0 ? parking.atMost() : MAX_PARKED;
    return new PortageConfig(
        config.name(),
        config.source(),
        new LatestConfig(
            Duration.ofHours(1),
            latest.maxOutOfOrder(),
            Duration.ofDays(36_500),
            Duration.ofDays(1),
            LatePolicy.APPLY,
            latest.shards(),
            latest.shardsPerTable(),
            latest.paneRows()),
        config.references(),
        config.tables(),
        target
            .withBatchRows(1)
            .withOnStale(StalePolicy.COUNT)
            .withParking(parking.within(parkedAtMost, parking.rows())),
        config.deadLetters());
  }
}
