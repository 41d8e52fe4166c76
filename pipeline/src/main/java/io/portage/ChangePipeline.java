package io.portage;

import io.portage.commit.CommitOffsets;
import io.portage.config.PortageConfig;
import io.portage.deadletter.WriteDeadLetters;
import io.portage.decode.DecodeEvents;
import io.portage.decode.Formats;
import io.portage.enrich.EnrichRows;
import io.portage.kafka.SourcePartitions;
import io.portage.kafka.StopOffsets;
import io.portage.latest.ChangeMerge;
import io.portage.latest.KeepLatest;
import io.portage.model.Completion;
import io.portage.model.StageOutput.SideOutputs;
import io.portage.model.encoding.ModelCoders;
import io.portage.model.event.Format;
import io.portage.normalize.LogPlace;
import io.portage.normalize.NormalizeChanges;
import io.portage.read.ReadChanges;
import io.portage.upsert.UpsertRows;
import java.util.List;
import java.util.Objects;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.values.PCollection;
import org.jspecify.annotations.Nullable;

/**
 * Carries changes from Kafka into the target's tables.
 *
 * <p>Does not run the pipeline: the caller applies it to a pipeline of its runner.
 */
public final class ChangePipeline {
  private final PortageConfig config;
  private final @Nullable StopOffsets stops;
  private final @Nullable SourcePartitions partitions;
  private final List<LogPlace> before;

  private ChangePipeline(
      PortageConfig config,
      @Nullable StopOffsets stops,
      @Nullable SourcePartitions partitions,
      List<LogPlace> before) {
    this.config = config;
    this.before = before;
    this.stops = stops;
    this.partitions = partitions;
  }

  /**
   * Returns the pipeline of a job. Asks the brokers for the records before the start, and without
   * {@code stops} for the topics' partitions.
   *
   * @param stops the stop offsets of a bounded run, or null for an unbounded run
   */
  public static ChangePipeline of(PortageConfig config, @Nullable StopOffsets stops) {
    SourcePartitions read =
        stops == null ? SourcePartitions.resolve(config.source()) : SourcePartitions.of(stops);
    List<LogPlace> before = RunBeginning.of(config, Formats.of(config.source()), read);
    return new ChangePipeline(config, stops, stops == null ? read : null, before);
  }

  /** Returns the pipeline of an unbounded run over {@code partitions}. Contacts no server. */
  public static ChangePipeline following(PortageConfig config, SourcePartitions partitions) {
    return new ChangePipeline(config, null, partitions, List.of());
  }

  private ReadChanges read(Format format) {
    return stops == null
        ? ReadChanges.following(config, format, Objects.requireNonNull(partitions))
        : ReadChanges.from(config, format, stops);
  }

  /** Adds all stages to {@code pipeline}. */
  public void applyTo(Pipeline pipeline) {
    ModelCoders.register(pipeline.getCoderRegistry());
    boolean bounded = stops != null;
    Format format = Formats.of(config.source());
    SideOutputs sides = new SideOutputs();
    PCollection<Completion> written =
        pipeline
            .apply("Read", read(format))
            .sidesTo(sides)
            .apply("Decode", DecodeEvents.create())
            .sidesTo(sides)
            .apply("Normalize", NormalizeChanges.of(config, format, before))
            .sidesTo(sides)
            .apply("Latest", KeepLatest.of(config.latest()))
            .sidesTo(sides)
            .apply("Enrich", EnrichRows.with(config, bounded))
            .sidesTo(sides)
            .apply("Upsert", UpsertRows.into(config, ChangeMerge::merge).bounded(bounded))
            .sidesTo(sides);
    PCollection<Completion> acknowledged =
        sides.dead().apply("DeadLetter", WriteDeadLetters.to(config));
    sides.done().and(written).and(acknowledged).apply("Commit", CommitOffsets.of(config, stops));
  }
}
