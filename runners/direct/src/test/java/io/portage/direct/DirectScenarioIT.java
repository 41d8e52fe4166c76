package io.portage.direct;

import io.portage.launcher.contract.RunnerUnderTest;
import io.portage.launcher.contract.ScenarioContract;
import io.portage.sandbox.junit.SandboxExtension;
import org.junit.jupiter.api.extension.ExtendWith;

/** Every scenario, on the direct runner. */
@ExtendWith(SandboxExtension.class)
final class DirectScenarioIT extends ScenarioContract {
  @Override
  protected RunnerUnderTest runner() {
    return new DirectUnderTest();
  }
}
