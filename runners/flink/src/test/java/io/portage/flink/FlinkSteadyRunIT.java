package io.portage.flink;

import io.portage.launcher.contract.RunnerUnderTest;
import io.portage.launcher.contract.SteadyRunContract;
import io.portage.sandbox.junit.SandboxExtension;
import org.junit.jupiter.api.extension.ExtendWith;

/** Load and outages, on embedded Flink. */
@ExtendWith(SandboxExtension.class)
final class FlinkSteadyRunIT extends SteadyRunContract {
  @Override
  protected RunnerUnderTest runner() {
    return new EmbeddedFlink();
  }
}
