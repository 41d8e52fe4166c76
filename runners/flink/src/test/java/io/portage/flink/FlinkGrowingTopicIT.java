package io.portage.flink;

import io.portage.read.GrowingTopicContract;
import io.portage.sandbox.Sandbox;
import org.apache.beam.runners.flink.FlinkPipelineOptions;
import org.apache.beam.sdk.options.PipelineOptions;
import org.junit.jupiter.api.Tag;

/** New partitions and topics during a run, on embedded Flink. */
@Tag("full")
final class FlinkGrowingTopicIT extends GrowingTopicContract {
  FlinkGrowingTopicIT(Sandbox sandbox) {
    super(sandbox);
  }

  @Override
  protected PipelineOptions options() {
    return FlinkBoundedReadIT.options(false);
  }

  @Override
  protected PipelineOptions waitingOptions() {
    PipelineOptions options = FlinkBoundedReadIT.options(false);
    options.as(FlinkPipelineOptions.class).setAttachedMode(true);
    return options;
  }
}
