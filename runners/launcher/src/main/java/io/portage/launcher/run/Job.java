package io.portage.launcher.run;

import io.portage.ChangePipeline;
import io.portage.ReplayPipeline;
import io.portage.config.PortageConfig;
import io.portage.kafka.StopOffsets;
import io.portage.launcher.CommandException;
import io.portage.launcher.Engine;
import io.portage.launcher.ExitCode;
import io.portage.replay.ReplaySelection;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.jspecify.annotations.Nullable;

/**
 * One run of the pipeline: a configuration, the engine's options and the user's.
 *
 * <p>{@link #start} blocks until the run has ended where the engine's {@code run} does (embedded
 * Flink does).
 */
public final class Job {
  private final Pipeline pipeline;
  private final @Nullable String place;

  private Job(Pipeline pipeline, @Nullable String place) {
    this.pipeline = pipeline;
    this.place = place;
  }

  /**
   * Prepares a run.
   *
   * @param stops where it ends, or null to follow for ever
   * @param beamOptions the user's Beam options; they win over the engine's
   * @throws CommandException when Beam refuses an option, or when the engine cannot end by itself
   */
  public static Job prepare(
      Engine engine, PortageConfig config, @Nullable StopOffsets stops, List<String> beamOptions) {
    return prepare(
        engine, config, stops != null, beamOptions, ChangePipeline.of(config, stops)::applyTo);
  }

  /** Prepares a replay of dead letters, which ends by itself. */
  static Job replay(
      Engine engine, PortageConfig config, ReplaySelection letters, List<String> beamOptions) {
    return prepare(engine, config, true, beamOptions, ReplayPipeline.of(config, letters)::applyTo);
  }

  private static Job prepare(
      Engine engine,
      PortageConfig config,
      boolean bounded,
      List<String> given,
      Consumer<Pipeline> graph) {
    List<String> beamOptions = engine.settled(given);
    Pipeline pipeline = Pipeline.create(options(engine, config.name(), bounded, beamOptions));
    graph.accept(pipeline);
    if (!engine.runsRemotely(given)) {
      WarmUp.callers(pipeline);
    }
    return new Job(pipeline, engine.startMessage(beamOptions));
  }

  /**
   * Beam's options for a run.
   *
   * @param name the job's
   * @param bounded whether it ends by itself
   * @param beamOptions the user's Beam options; they win over the engine's
   * @throws CommandException when Beam refuses an option
   */
  public static PipelineOptions options(
      Engine engine, String name, boolean bounded, List<String> beamOptions) {
    try {
      return PipelineOptionsFactory.fromArgs(
              arguments(engine, name, bounded, beamOptions).toArray(new String[0]))
          .withValidation()
          .create();
    } catch (IllegalArgumentException refused) {
      throw new CommandException(ExitCode.USAGE, String.valueOf(refused.getMessage()), refused);
    }
  }

  /** What there is to tell before it starts, or null; see {@link Engine#startMessage}. */
  @Nullable String place() {
    return place;
  }

  /** Starts it. */
  public PipelineResult start() {
    return pipeline.run();
  }

  private static List<String> arguments(
      Engine engine, String jobName, boolean bounded, List<String> beamOptions) {
    List<String> arguments = new ArrayList<>(beamOptions);
    List<String> defaults = new ArrayList<>(engine.defaults(bounded, beamOptions));
    defaults.add("--runner=" + engine.runner());
    defaults.add("--jobName=" + jobName);
    defaults.add("--stableUniqueNames=ERROR");
    for (String option : defaults) {
      String name = option.substring(0, option.indexOf('=') + 1);
      // Experiments add up; every other option of the user's replaces the engine's.
      if (name.equals("--experiments=")
          || beamOptions.stream().noneMatch(given -> given.startsWith(name))) {
        arguments.add(option);
      }
    }
    return arguments;
  }
}
