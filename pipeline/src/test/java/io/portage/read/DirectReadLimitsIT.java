package io.portage.read;

import org.apache.beam.sdk.options.PipelineOptions;

final class DirectReadLimitsIT extends ReadLimitsContract {
  @Override
  protected PipelineOptions options() {
    return DirectBoundedReadIT.direct();
  }
}
