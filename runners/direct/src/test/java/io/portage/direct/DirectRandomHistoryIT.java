package io.portage.direct;

import io.portage.launcher.Engine;
import io.portage.launcher.contract.RandomHistoryContract;
import io.portage.sandbox.junit.SandboxExtension;
import org.junit.jupiter.api.extension.ExtendWith;

/** Random histories on the direct runner. */
@ExtendWith(SandboxExtension.class)
final class DirectRandomHistoryIT extends RandomHistoryContract {
  @Override
  protected Engine engine() {
    return new Main.DirectEngine();
  }

  @Override
  protected int runs() {
    return 21;
  }
}
