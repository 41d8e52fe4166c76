package io.portage.direct;

import io.portage.launcher.contract.RestartSafetyContract;
import io.portage.launcher.contract.RunnerUnderTest;
import io.portage.sandbox.junit.SandboxExtension;
import org.junit.jupiter.api.extension.ExtendWith;

/** A process killed at chosen points, on the direct runner. */
@ExtendWith(SandboxExtension.class)
final class DirectRestartSafetyIT extends RestartSafetyContract {
  @Override
  protected RunnerUnderTest runner() {
    return new DirectUnderTest();
  }
}
