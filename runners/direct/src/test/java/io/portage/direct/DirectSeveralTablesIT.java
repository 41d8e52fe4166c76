package io.portage.direct;

import io.portage.launcher.contract.RunnerUnderTest;
import io.portage.launcher.contract.SeveralTablesContract;
import io.portage.sandbox.junit.SandboxExtension;
import org.junit.jupiter.api.extension.ExtendWith;

/** Several topics and tables in one job, on the direct runner. */
@ExtendWith(SandboxExtension.class)
final class DirectSeveralTablesIT extends SeveralTablesContract {
  @Override
  protected RunnerUnderTest runner() {
    return new DirectUnderTest();
  }
}
