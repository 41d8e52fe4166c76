package io.portage.flink;

import io.portage.read.ReadLimitsContract;
import org.apache.beam.sdk.options.PipelineOptions;
import org.junit.jupiter.api.Tag;

/** The start of bounded runs and the gaps that fail them, on embedded Flink. */
@Tag("full")
final class FlinkReadLimitsIT extends ReadLimitsContract {
  @Override
  protected PipelineOptions options() {
    return FlinkBoundedReadIT.options(true);
  }
}
