package io.portage.latest;

import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;

/** The contract on the direct runner. */
final class DirectDroppedIT extends DroppedContract {
  @Override
  protected PipelineOptions options() {
    return PipelineOptionsFactory.fromArgs("--runner=DirectRunner").create();
  }

  @Override
  protected int changes() {
    return 60_000;
  }
}
