package io.portage.flink;

import io.portage.launcher.contract.RefreshContract;
import io.portage.launcher.contract.RunnerUnderTest;
import io.portage.sandbox.junit.SandboxExtension;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/** References that change during an unbounded run, on embedded Flink. */
@ExtendWith(SandboxExtension.class)
@Tag("full")
final class FlinkRefreshIT extends RefreshContract {
  @Override
  protected RunnerUnderTest runner() {
    return new EmbeddedFlink();
  }
}
