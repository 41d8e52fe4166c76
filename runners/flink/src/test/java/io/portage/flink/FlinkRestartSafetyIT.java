package io.portage.flink;

import io.portage.launcher.contract.RestartSafetyContract;
import io.portage.launcher.contract.RunnerUnderTest;
import io.portage.sandbox.junit.SandboxExtension;
import org.junit.jupiter.api.extension.ExtendWith;

/** A process killed at chosen points, on embedded Flink. */
@ExtendWith(SandboxExtension.class)
final class FlinkRestartSafetyIT extends RestartSafetyContract {
  @Override
  protected RunnerUnderTest runner() {
    return new EmbeddedFlink();
  }
}
