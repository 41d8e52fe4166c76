package io.portage.flink;

import io.portage.launcher.Engine;
import io.portage.launcher.contract.RefreshContract;
import io.portage.sandbox.junit.SandboxExtension;
import org.junit.jupiter.api.extension.ExtendWith;

/** References that change while a job follows, on embedded Flink. */
@ExtendWith(SandboxExtension.class)
final class FlinkRefreshIT extends RefreshContract {
  @Override
  protected Engine engine() {
    return new FlinkEngine();
  }

  @Override
  protected Class<?> main() {
    return Main.class;
  }
}
