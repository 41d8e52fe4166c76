package io.portage.direct;

import io.portage.launcher.Engine;
import io.portage.launcher.contract.RefreshContract;
import io.portage.sandbox.junit.SandboxExtension;
import org.junit.jupiter.api.extension.ExtendWith;

/** References that change while a job follows, on the direct runner. */
@ExtendWith(SandboxExtension.class)
final class DirectRefreshIT extends RefreshContract {
  @Override
  protected Engine engine() {
    return new Main.DirectEngine();
  }

  @Override
  protected Class<?> main() {
    return Main.class;
  }
}
