package io.portage.flink;

import io.portage.read.FollowContract;
import org.apache.beam.sdk.options.PipelineOptions;

/** Commits of an unbounded run, on embedded Flink. */
final class FlinkFollowIT extends FollowContract {
  @Override
  protected PipelineOptions options() {
    return FlinkBoundedReadIT.options(false);
  }
}
