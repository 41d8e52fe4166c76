package io.portage.direct;

import io.portage.launcher.contract.ChaosContract;
import io.portage.launcher.contract.RunnerUnderTest;
import io.portage.sandbox.junit.SandboxExtension;
import org.junit.jupiter.api.extension.ExtendWith;

/** Faults of all kinds at random moments, on the direct runner. */
@ExtendWith(SandboxExtension.class)
final class DirectChaosIT extends ChaosContract {
  @Override
  protected RunnerUnderTest runner() {
    return new DirectUnderTest();
  }
}
