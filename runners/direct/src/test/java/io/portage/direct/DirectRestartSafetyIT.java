package io.portage.direct;

import io.portage.launcher.Engine;
import io.portage.launcher.contract.RestartSafetyContract;
import io.portage.sandbox.junit.SandboxExtension;
import org.junit.jupiter.api.extension.ExtendWith;

/** Killed jobs and those that go on for them, on the direct runner. */
@ExtendWith(SandboxExtension.class)
final class DirectRestartSafetyIT extends RestartSafetyContract {
  @Override
  protected Engine engine() {
    return new Main.DirectEngine();
  }

  @Override
  protected Class<?> main() {
    return Main.class;
  }
}
