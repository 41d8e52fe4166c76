package io.portage.flink;

import io.portage.read.ReadLimitsContract;
import org.apache.beam.sdk.options.PipelineOptions;

/** Where bounded runs begin and what they refuse, on embedded Flink. */
final class FlinkReadLimitsIT extends ReadLimitsContract {
  @Override
  protected PipelineOptions options() {
    return FlinkBoundedReadIT.options(true);
  }
}
