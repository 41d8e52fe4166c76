package io.portage.direct;

import io.portage.launcher.contract.ReplayContract;
import io.portage.launcher.contract.RunnerUnderTest;
import io.portage.sandbox.junit.SandboxExtension;
import org.junit.jupiter.api.extension.ExtendWith;

/** The replay of dead letters, on the direct runner. */
@ExtendWith(SandboxExtension.class)
final class DirectReplayIT extends ReplayContract {
  @Override
  protected RunnerUnderTest runner() {
    return new DirectUnderTest();
  }
}
