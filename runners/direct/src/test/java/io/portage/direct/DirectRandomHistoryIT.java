package io.portage.direct;

import io.portage.launcher.contract.RandomHistoryContract;
import io.portage.launcher.contract.RunnerUnderTest;
import io.portage.sandbox.junit.SandboxExtension;
import org.junit.jupiter.api.extension.ExtendWith;

/** Random histories against a model, on the direct runner. */
@ExtendWith(SandboxExtension.class)
final class DirectRandomHistoryIT extends RandomHistoryContract {
  @Override
  protected RunnerUnderTest runner() {
    return new DirectUnderTest();
  }
}
