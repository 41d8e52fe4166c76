package io.portage.direct;

import io.portage.launcher.contract.BoundedRunContract;
import io.portage.launcher.contract.RunnerUnderTest;
import io.portage.sandbox.junit.SandboxExtension;
import org.junit.jupiter.api.extension.ExtendWith;

/** Runs that end by themselves, on the direct runner. */
@ExtendWith(SandboxExtension.class)
final class DirectBoundedRunIT extends BoundedRunContract {
  @Override
  protected RunnerUnderTest runner() {
    return new DirectUnderTest();
  }
}
