package io.portage.flink;

import io.portage.launcher.contract.LatencyContract;
import io.portage.launcher.contract.RunnerUnderTest;
import io.portage.sandbox.junit.SandboxExtension;
import org.junit.jupiter.api.extension.ExtendWith;

/** From Kafka to the committed row, on embedded Flink. */
@ExtendWith(SandboxExtension.class)
final class FlinkLatencyIT extends LatencyContract {
  @Override
  protected RunnerUnderTest runner() {
    return new EmbeddedFlink();
  }
}
