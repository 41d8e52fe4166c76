package io.portage.read;

import org.apache.beam.runners.direct.DirectOptions;
import org.apache.beam.sdk.options.PipelineOptions;

final class DirectSdfReadIT extends SdfReadContract {
  @Override
  protected PipelineOptions options() {
    DirectOptions options = DirectBoundedReadIT.direct();
    options.setBlockOnRun(false);
    return options;
  }
}
