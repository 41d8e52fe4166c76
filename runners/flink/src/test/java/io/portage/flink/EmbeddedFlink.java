package io.portage.flink;

import io.portage.launcher.Engine;
import io.portage.launcher.contract.RunnerUnderTest;
import java.util.List;
import java.util.stream.LongStream;

/** Flink in the process of the test, or of the job that the test starts. */
final class EmbeddedFlink implements RunnerUnderTest {
  @Override
  public Engine engine() {
    return new FlinkEngine();
  }

  @Override
  public Class<?> main() {
    return Main.class;
  }

  @Override
  public List<String> beamOptions() {
    return List.of("--parallelism=2");
  }

  @Override
  public List<String> followOptions() {
    return List.of("--attachedMode=false", "--checkpointingInterval=1000");
  }

  @Override
  public int historyRuns() {
    return 5;
  }

  @Override
  public List<Long> chaosSeeds() {
    return LongStream.range(0, 6).boxed().toList();
  }
}
