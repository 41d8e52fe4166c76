package io.portage.flink;

import io.portage.launcher.contract.ParkedRowsContract;
import io.portage.launcher.contract.RunnerUnderTest;
import io.portage.sandbox.junit.SandboxExtension;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/** Parked rows of an unbounded run, on embedded Flink. */
@ExtendWith(SandboxExtension.class)
@Tag("full")
final class FlinkParkedRowsIT extends ParkedRowsContract {
  @Override
  protected RunnerUnderTest runner() {
    return new EmbeddedFlink();
  }
}
