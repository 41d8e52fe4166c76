package io.portage.flink;

import io.portage.launcher.contract.FiguresContract;
import io.portage.launcher.contract.RunnerUnderTest;
import io.portage.sandbox.junit.SandboxExtension;
import org.junit.jupiter.api.extension.ExtendWith;

/** The figures of an unbounded run, on embedded Flink. */
@ExtendWith(SandboxExtension.class)
final class FlinkFiguresIT extends FiguresContract {
  @Override
  protected RunnerUnderTest runner() {
    return new EmbeddedFlink();
  }
}
