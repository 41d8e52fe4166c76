package io.portage.flink;

import io.portage.launcher.Engine;
import io.portage.launcher.contract.BackPressureContract;
import io.portage.sandbox.junit.SandboxExtension;
import java.util.List;
import org.junit.jupiter.api.extension.ExtendWith;

/** A million changes before a slow database, on embedded Flink. */
@ExtendWith(SandboxExtension.class)
final class FlinkBackPressureIT extends BackPressureContract {
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
