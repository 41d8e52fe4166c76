package io.portage.flink;

import io.portage.read.RestartContract;
import org.apache.beam.runners.flink.FlinkPipelineOptions;
import org.apache.beam.sdk.options.PipelineOptions;

/** Recovery from a checkpoint, on embedded Flink. */
final class FlinkRestartIT extends RestartContract {
  @Override
  protected PipelineOptions options() {
    FlinkPipelineOptions options = FlinkBoundedReadIT.options(false).as(FlinkPipelineOptions.class);
    options.setCheckpointingInterval(1_000L);
    options.setNumberOfExecutionRetries(3);
    options.setExecutionRetryDelay(500L);
    return options;
  }
}
