package io.portage.direct;

import io.portage.launcher.Engine;
import io.portage.launcher.contract.BoundedRunContract;
import io.portage.sandbox.junit.SandboxExtension;
import java.util.List;
import org.junit.jupiter.api.extension.ExtendWith;

/** Runs that end by themselves, on the direct runner, with all its checks on. */
@ExtendWith(SandboxExtension.class)
final class DirectBoundedRunsIT extends BoundedRunContract {
  @Override
  protected Engine engine() {
    return new Main.DirectEngine();
  }

  @Override
  protected List<String> beamOptions() {
    return List.of("--enforceImmutability=true", "--enforceEncodability=true");
  }
}
