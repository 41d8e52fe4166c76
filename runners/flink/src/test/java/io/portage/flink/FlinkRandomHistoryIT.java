package io.portage.flink;

import io.portage.launcher.Engine;
import io.portage.launcher.contract.RandomHistoryContract;
import io.portage.sandbox.junit.SandboxExtension;
import org.junit.jupiter.api.extension.ExtendWith;

/** Random histories on embedded Flink. */
@ExtendWith(SandboxExtension.class)
final class FlinkRandomHistoryIT extends RandomHistoryContract {
  @Override
  protected Engine engine() {
    return new FlinkEngine();
  }

  @Override
  protected int runs() {
    return 6;
  }
}
