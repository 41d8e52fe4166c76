package io.portage.flink;

import io.portage.launcher.contract.ReplayContract;
import io.portage.launcher.contract.RunnerUnderTest;
import io.portage.sandbox.junit.SandboxExtension;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/** The replay of dead letters, on embedded Flink. */
@Tag("full")
@ExtendWith(SandboxExtension.class)
final class FlinkReplayIT extends ReplayContract {
  @Override
  protected RunnerUnderTest runner() {
    return new EmbeddedFlink();
  }
}
