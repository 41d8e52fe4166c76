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
 * One run of the pipeline: a configuration, the engine's options and the user's options.
 *
 * <p>{@link #start} blocks until the run has ended if the engine's {@code run} does (embedded
 * Flink).
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
   * @param stops the offsets at which the run ends, or null to follow without end
   * @param beamOptions the user's Beam options; they override the engine's
   * @throws CommandException when Beam rejects an option, or when the engine does not support
   *     bounded runs
   */
  public static Job prepare(
      Engine engine, PortageConfig config, @Nullable StopOffsets stops, List<String> beamOptions) {
    return prepare(
        engine, config, stops != null, beamOptions, ChangePipeline.of(config, stops)::applyTo);
  }

  /** Prepares a replay of dead letters, which ends by itself. */
  static Job replay(
      Engine engine, PortageConfig config, ReplaySelection deadLetters, List<String> beamOptions) {
    return prepare(
        engine, config, true, beamOptions, ReplayPipeline.of(config, deadLetters)::applyTo);
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
   * Returns Beam's options for a run.
   *
   * @param name the job's name
   * @param bounded true if the run ends by itself
   * @param beamOptions the user's Beam options; they override the engine's
   * @throws CommandException when Beam rejects an option
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

  /** Returns the message to print before the start, or null; see {@link Engine#startMessage}. */
  @Nullable String place() {
    return place;
  }

  /** Starts the run. */
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
      // Experiments accumulate; every other option of the user replaces the engine's.
      if (name.equals("--experiments=")
          || beamOptions.stream().noneMatch(given -> given.startsWith(name))) {
        arguments.add(option);
      }
    }
    return arguments;
  }
}
