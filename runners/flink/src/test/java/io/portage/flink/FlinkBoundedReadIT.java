package io.portage.flink;

import io.portage.read.BoundedReadContract;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.runners.flink.FlinkRunner;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.junit.jupiter.api.Tag;

/** Reads up to the stop offsets and commits them, on embedded Flink. */
@Tag("full")
final class FlinkBoundedReadIT extends BoundedReadContract {
  @Override
  protected PipelineOptions options() {
    return options(true);
  }

  /** The engine's own defaults, but without restarts of a failed job. */
  static PipelineOptions options(boolean bounded) {
    List<String> args = new ArrayList<>(new FlinkEngine().defaults(bounded, List.of()));
    args.removeIf(arg -> arg.startsWith("--numberOfExecutionRetries"));
    args.add("--numberOfExecutionRetries=0");
    args.add("--parallelism=2");
    args.add("--attachedMode=" + bounded);
    PipelineOptions options = PipelineOptionsFactory.fromArgs(args.toArray(new String[0])).create();
    options.setRunner(FlinkRunner.class);
    return options;
  }
}
