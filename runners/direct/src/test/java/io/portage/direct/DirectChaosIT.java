package io.portage.direct;

import io.portage.launcher.Engine;
import io.portage.launcher.contract.ChaosContract;
import io.portage.sandbox.junit.SandboxExtension;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.extension.ExtendWith;

/** Random histories under random faults, on the direct runner. */
@ExtendWith(SandboxExtension.class)
final class DirectChaosIT extends ChaosContract {
  @Override
  protected Engine engine() {
    return new Main.DirectEngine();
  }

  @Override
  protected List<Long> seeds() {
    return LongStream.range(0, 12).boxed().toList();
  }
}
