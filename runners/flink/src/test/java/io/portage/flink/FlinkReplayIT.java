package io.portage.flink;

import io.portage.launcher.Engine;
import io.portage.launcher.contract.ReplayContract;
import io.portage.sandbox.junit.SandboxExtension;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/** Replays on embedded Flink. */
@Tag("full")
@ExtendWith(SandboxExtension.class)
final class FlinkReplayIT extends ReplayContract {
  @Override
  protected Engine engine() {
    return new FlinkEngine();
  }
}
