package io.portage.flink;

import io.portage.launcher.contract.BoundedRunContract;
import io.portage.launcher.contract.RunnerUnderTest;
import io.portage.sandbox.junit.SandboxExtension;
import org.junit.jupiter.api.extension.ExtendWith;

/** Runs that end by themselves, on embedded Flink. */
@ExtendWith(SandboxExtension.class)
final class FlinkBoundedRunIT extends BoundedRunContract {
  @Override
  protected RunnerUnderTest runner() {
    return new EmbeddedFlink();
  }
}
