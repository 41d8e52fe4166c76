package io.portage.flink;

import io.portage.launcher.contract.BackPressureContract;
import io.portage.launcher.contract.RunnerUnderTest;
import io.portage.sandbox.junit.SandboxExtension;
import org.junit.jupiter.api.extension.ExtendWith;

/** A backlog for a slow database, on embedded Flink. */
@ExtendWith(SandboxExtension.class)
final class FlinkBackPressureIT extends BackPressureContract {
  @Override
  protected RunnerUnderTest runner() {
    return new EmbeddedFlink();
  }
}
