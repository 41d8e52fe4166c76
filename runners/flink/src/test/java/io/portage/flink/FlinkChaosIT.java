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
    // In 8 and 29 the cancelled job's embedded cluster was gone before it was asked for its state.
    return LongStream.concat(LongStream.of(8, 29), LongStream.range(0, 6)).boxed().toList();
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
