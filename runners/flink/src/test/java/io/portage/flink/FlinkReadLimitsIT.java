package io.portage.flink;

import io.portage.read.ReadLimitsContract;
import org.apache.beam.sdk.options.PipelineOptions;

/** The start of bounded runs and the gaps that fail them, on embedded Flink. */
final class FlinkReadLimitsIT extends ReadLimitsContract {
  @Override
  protected PipelineOptions options() {
    return FlinkBoundedReadIT.options(true);
  }
}
