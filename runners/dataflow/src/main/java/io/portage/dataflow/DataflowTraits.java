package io.portage.dataflow;

import io.portage.runner.RunnerTraits;
import java.util.Set;
import org.apache.beam.runners.dataflow.DataflowRunner;
import org.apache.beam.runners.dataflow.TestDataflowRunner;
import org.apache.beam.sdk.PipelineRunner;

/** The traits of Beam's Dataflow runner; found by {@link java.util.ServiceLoader}. */
public final class DataflowTraits implements RunnerTraits {
  @Override
  public Set<Class<? extends PipelineRunner<?>>> runners() {
    return Set.of(DataflowRunner.class, TestDataflowRunner.class);
  }

  /** Returns false: Dataflow reads Kafka with a splittable DoFn. */
  @Override
  public boolean readsUnboundedSources() {
    return false;
  }
}
