package io.portage.flink;

import io.portage.launcher.contract.RunnerUnderTest;
import io.portage.launcher.contract.WaitingRowsContract;
import io.portage.sandbox.junit.SandboxExtension;
import org.junit.jupiter.api.extension.ExtendWith;

/** Rows that wait while a job follows, on embedded Flink. */
@ExtendWith(SandboxExtension.class)
final class FlinkWaitingRowsIT extends WaitingRowsContract {
  @Override
  protected RunnerUnderTest runner() {
    return new EmbeddedFlink();
  }
}
