package io.portage.runner;

import java.util.ServiceLoader;
import java.util.Set;
import org.apache.beam.sdk.PipelineRunner;
import org.apache.beam.sdk.options.PipelineOptions;

/**
 * The properties of a Beam runner that change the graph.
 *
 * <p>The module of a runner that differs from {@link #DEFAULT} provides an implementation for
 * {@link ServiceLoader}. They are used only while a graph is built.
 */
public interface RunnerTraits {
  /** The traits of every runner without an implementation of its own. */
  RunnerTraits DEFAULT = Set::of;

  /** Returns the classes of the runners that have these traits. */
  Set<Class<? extends PipelineRunner<?>>> runners();

  /**
   * Returns true if KafkaIO reads with an {@code UnboundedSource} on this runner, unless an
   * experiment selects the splittable DoFn. Must agree with KafkaIO, which decides by the runner's
   * name.
   */
  default boolean readsUnboundedSources() {
    return true;
  }

  /**
   * Returns true if the runner keeps the elements of a step in its state until the step's side
   * input is ready, instead of leaving them unread.
   */
  default boolean buffersUntilSideInput() {
    return false;
  }

  /** Returns the traits of the runner that {@code options} name. */
  static RunnerTraits of(PipelineOptions options) {
    Class<? extends PipelineRunner<?>> runner = options.getRunner();
    // This class's loader and not the thread's, which on Flink may be the cluster's.
    for (RunnerTraits traits :
        ServiceLoader.load(RunnerTraits.class, RunnerTraits.class.getClassLoader())) {
      if (traits.runners().contains(runner)) {
        return traits;
      }
    }
    return DEFAULT;
  }
}
