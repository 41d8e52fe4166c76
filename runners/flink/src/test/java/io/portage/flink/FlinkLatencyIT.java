package io.portage.flink;

import io.portage.launcher.Engine;
import io.portage.launcher.contract.LatencyContract;
import io.portage.sandbox.junit.SandboxExtension;
import java.util.List;
import org.junit.jupiter.api.extension.ExtendWith;

/** From Kafka to the committed row, on embedded Flink. */
@ExtendWith(SandboxExtension.class)
final class FlinkLatencyIT extends LatencyContract {
  @Override
  protected Engine engine() {
    return new FlinkEngine();
  }

  @Override
  protected Class<?> main() {
    return Main.class;
  }

  @Override
  protected List<String> beamOptions() {
    return List.of("--parallelism=2");
  }
}
