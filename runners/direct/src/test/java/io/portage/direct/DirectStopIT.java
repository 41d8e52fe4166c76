package io.portage.direct;

import io.portage.launcher.contract.RunnerUnderTest;
import io.portage.launcher.contract.StopContract;
import io.portage.sandbox.junit.SandboxExtension;
import org.junit.jupiter.api.extension.ExtendWith;

/** An unbounded run that is stopped, on the direct runner. */
@ExtendWith(SandboxExtension.class)
final class DirectStopIT extends StopContract {
  @Override
  protected RunnerUnderTest runner() {
    return new DirectUnderTest();
  }
}
