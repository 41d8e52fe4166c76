package io.portage.flink;

import io.portage.launcher.contract.RunnerUnderTest;
import io.portage.launcher.contract.ScenarioContract;
import io.portage.sandbox.junit.SandboxExtension;
import java.util.List;
import org.junit.jupiter.api.extension.ExtendWith;

/** Every scenario, on embedded Flink. */
@ExtendWith(SandboxExtension.class)
final class FlinkScenarioIT extends ScenarioContract {
  @Override
  protected RunnerUnderTest runner() {
    return new EmbeddedFlink();
  }

  /** Returns one zone: values do not pass through code of the runner; the direct runner has all. */
  @Override
  protected List<String> zones() {
    return List.of("America/St_Johns");
  }
}
