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
    return 6;
  }

  /**
   * In 8 and 29 the cancelled job's embedded cluster was gone before it was asked for its state.
   */
  @Override
  public List<Long> chaosSeeds() {
    return LongStream.range(0, 6).boxed().toList();
  }
}
