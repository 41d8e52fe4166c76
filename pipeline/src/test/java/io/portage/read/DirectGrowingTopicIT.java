package io.portage.read;

import io.portage.sandbox.Sandbox;
import org.apache.beam.runners.direct.DirectOptions;
import org.apache.beam.sdk.options.PipelineOptions;

final class DirectGrowingTopicIT extends GrowingTopicContract {
  DirectGrowingTopicIT(Sandbox sandbox) {
    super(sandbox);
  }

  @Override
  protected PipelineOptions options() {
    DirectOptions options = DirectBoundedReadIT.direct();
    options.setBlockOnRun(false);
    return options;
  }

  @Override
  protected PipelineOptions waitingOptions() {
    return DirectBoundedReadIT.direct();
  }
}
