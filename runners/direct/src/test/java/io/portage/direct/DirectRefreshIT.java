package io.portage.direct;

import io.portage.launcher.contract.RefreshContract;
import io.portage.launcher.contract.RunnerUnderTest;
import io.portage.sandbox.junit.SandboxExtension;
import org.junit.jupiter.api.extension.ExtendWith;

/** References that change during an unbounded run, on the direct runner. */
@ExtendWith(SandboxExtension.class)
final class DirectRefreshIT extends RefreshContract {
  @Override
  protected RunnerUnderTest runner() {
    return new DirectUnderTest();
  }
}
