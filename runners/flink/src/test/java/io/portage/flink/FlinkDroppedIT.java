package io.portage.flink;

import io.portage.latest.DroppedContract;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.junit.jupiter.api.Tag;

/** On embedded Flink, three readers in each of two subtasks. */
@Tag("full")
final class FlinkDroppedIT extends DroppedContract {
  @Override
  protected PipelineOptions options() {
    List<String> options = new ArrayList<>(new FlinkEngine().defaults(true, List.of()));
    // small bundles and frequent watermarks, so that late changes meet a watermark that has moved
    options.removeIf(option -> option.startsWith("--maxBundle"));
    options.add("--maxBundleSize=500");
    options.add("--maxBundleTimeMills=10");
    options.add("--autoWatermarkInterval=10");
    options.add("--runner=FlinkRunner");
    options.add("--parallelism=2");
    return PipelineOptionsFactory.fromArgs(options.toArray(new String[0])).create();
  }

  @Override
  protected int changes() {
    return 200_000;
  }
}
