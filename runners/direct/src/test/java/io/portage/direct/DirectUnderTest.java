package io.portage.direct;

import io.portage.launcher.Engine;
import io.portage.launcher.contract.RunnerUnderTest;
import java.util.List;
import java.util.stream.LongStream;

/** The direct runner, with its checks of immutability and encodability. */
final class DirectUnderTest implements RunnerUnderTest {
  @Override
  public Engine engine() {
    return new Main.DirectEngine();
  }

  @Override
  public Class<?> main() {
    return Main.class;
  }

  @Override
  public List<String> beamOptions() {
    return List.of("--enforceImmutability=true", "--enforceEncodability=true");
  }

  @Override
  public int historyRuns() {
    return 20;
  }

  @Override
  public List<Long> chaosSeeds() {
    return LongStream.range(0, 8).boxed().toList();
  }
}
