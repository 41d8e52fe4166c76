package io.portage.flink;

import io.portage.launcher.contract.RandomHistoryContract;
import io.portage.launcher.contract.RunnerUnderTest;
import io.portage.sandbox.junit.SandboxExtension;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/** Random histories against a model, on embedded Flink. */
@ExtendWith(SandboxExtension.class)
@Tag("full")
final class FlinkRandomHistoryIT extends RandomHistoryContract {
  @Override
  protected RunnerUnderTest runner() {
    return new EmbeddedFlink();
  }
}
