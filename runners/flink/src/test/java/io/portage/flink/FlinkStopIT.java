package io.portage.flink;

import io.portage.launcher.contract.RunnerUnderTest;
import io.portage.launcher.contract.StopContract;
import io.portage.sandbox.junit.SandboxExtension;
import org.junit.jupiter.api.extension.ExtendWith;

/** An unbounded run that is stopped, on embedded Flink. */
@ExtendWith(SandboxExtension.class)
final class FlinkStopIT extends StopContract {
  @Override
  protected RunnerUnderTest runner() {
    return new EmbeddedFlink();
  }
}
