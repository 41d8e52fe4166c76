package io.portage.flink;

import io.portage.launcher.Engine;
import io.portage.launcher.contract.ChaosContract;
import io.portage.sandbox.junit.SandboxExtension;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.extension.ExtendWith;

/** Random histories under random faults, on embedded Flink. */
@ExtendWith(SandboxExtension.class)
final class FlinkChaosIT extends ChaosContract {
  @Override
  protected Engine engine() {
    return new FlinkEngine();
  }

  @Override
  protected List<Long> seeds() {
    return LongStream.range(0, 8).boxed().toList();
  }

  @Override
  protected List<String> beamOptions() {
    return List.of("--parallelism=2");
  }

  @Override
  protected List<String> followOptions() {
    return List.of("--attachedMode=false", "--checkpointingInterval=1000");
  }
}
