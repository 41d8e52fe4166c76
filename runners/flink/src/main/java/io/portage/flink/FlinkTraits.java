package io.portage.flink;

import io.portage.runner.RunnerTraits;
import java.util.Set;
import org.apache.beam.runners.flink.FlinkRunner;
import org.apache.beam.runners.flink.TestFlinkRunner;
import org.apache.beam.sdk.PipelineRunner;

/** The traits of Beam's Flink runner; found by {@link java.util.ServiceLoader}. */
public final class FlinkTraits implements RunnerTraits {
  @Override
  public Set<Class<? extends PipelineRunner<?>>> runners() {
    return Set.of(FlinkRunner.class, TestFlinkRunner.class);
  }

  /** Returns true: {@code DoFnOperator} pushes elements back into Flink's state. */
  @Override
  public boolean buffersUntilSideInput() {
    return true;
  }
}
