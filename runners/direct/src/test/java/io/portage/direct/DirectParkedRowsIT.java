package io.portage.direct;

import io.portage.launcher.contract.ParkedRowsContract;
import io.portage.launcher.contract.RunnerUnderTest;
import io.portage.sandbox.junit.SandboxExtension;
import org.junit.jupiter.api.extension.ExtendWith;

/** Parked rows of an unbounded run, on the direct runner. */
@ExtendWith(SandboxExtension.class)
final class DirectParkedRowsIT extends ParkedRowsContract {
  @Override
  protected RunnerUnderTest runner() {
    return new DirectUnderTest();
  }
}
