package io.portage.flink;

import io.portage.launcher.Engine;
import io.portage.launcher.contract.BoundedRunContract;
import io.portage.sandbox.junit.SandboxExtension;
import java.util.List;
import org.junit.jupiter.api.extension.ExtendWith;

/** Runs that end by themselves, on embedded Flink. */
@ExtendWith(SandboxExtension.class)
final class FlinkBoundedRunsIT extends BoundedRunContract {
  @Override
  protected Engine engine() {
    return new FlinkEngine();
  }

  @Override
  protected List<String> beamOptions() {
    return List.of("--parallelism=2");
  }
}
