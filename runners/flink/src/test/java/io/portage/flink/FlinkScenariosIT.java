package io.portage.flink;

import io.portage.launcher.Engine;
import io.portage.launcher.contract.ScenarioContract;
import io.portage.sandbox.junit.SandboxExtension;
import java.util.List;
import org.junit.jupiter.api.extension.ExtendWith;

/** All scenarios on embedded Flink. */
@ExtendWith(SandboxExtension.class)
final class FlinkScenariosIT extends ScenarioContract {
  @Override
  protected Engine engine() {
    return new FlinkEngine();
  }

  @Override
  protected List<String> beamOptions() {
    return List.of("--parallelism=2");
  }
}
