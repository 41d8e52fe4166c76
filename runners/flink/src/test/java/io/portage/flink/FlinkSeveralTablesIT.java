package io.portage.flink;

import io.portage.launcher.contract.RunnerUnderTest;
import io.portage.launcher.contract.SeveralTablesContract;
import io.portage.sandbox.junit.SandboxExtension;
import org.junit.jupiter.api.extension.ExtendWith;

/** Several topics and tables in one job, on embedded Flink. */
@ExtendWith(SandboxExtension.class)
final class FlinkSeveralTablesIT extends SeveralTablesContract {
  @Override
  protected RunnerUnderTest runner() {
    return new EmbeddedFlink();
  }
}
