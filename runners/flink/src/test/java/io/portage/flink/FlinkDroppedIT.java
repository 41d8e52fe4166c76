package io.portage.flink;

import io.portage.latest.DroppedContract;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;

/** On embedded Flink, three splits in each of two subtasks. */
final class FlinkDroppedIT extends DroppedContract {
  @Override
  protected PipelineOptions options() {
    List<String> options = new ArrayList<>(new FlinkEngine().defaults(true));
    options.removeIf(option -> option.startsWith("--maxBundleSize="));
    options.add("--maxBundleSize=500"); // so that bundles of late changes alone occur
    options.add("--runner=FlinkRunner");
    options.add("--parallelism=2");
    return PipelineOptionsFactory.fromArgs(options.toArray(new String[0])).create();
  }

  @Override
  protected int changes() {
    return 60_000;
  }
}
