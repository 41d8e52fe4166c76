package io.portage.direct;

import io.portage.launcher.Engine;
import io.portage.launcher.contract.ReplayContract;
import io.portage.sandbox.junit.SandboxExtension;
import org.junit.jupiter.api.extension.ExtendWith;

/** Replays on the direct runner. */
@ExtendWith(SandboxExtension.class)
final class DirectReplayIT extends ReplayContract {
  @Override
  protected Engine engine() {
    return new Main.DirectEngine();
  }
}
