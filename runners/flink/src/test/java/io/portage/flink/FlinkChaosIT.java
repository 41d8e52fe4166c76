package io.portage.flink;

import io.portage.launcher.contract.ChaosContract;
import io.portage.launcher.contract.RunnerUnderTest;
import io.portage.sandbox.junit.SandboxExtension;
import org.junit.jupiter.api.extension.ExtendWith;

/** Faults of all kinds at random moments, on embedded Flink. */
@ExtendWith(SandboxExtension.class)
final class FlinkChaosIT extends ChaosContract {
  @Override
  protected RunnerUnderTest runner() {
    return new EmbeddedFlink();
  }
}
