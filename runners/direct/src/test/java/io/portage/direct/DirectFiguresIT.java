package io.portage.direct;

import io.portage.launcher.contract.FiguresContract;
import io.portage.launcher.contract.RunnerUnderTest;
import io.portage.sandbox.junit.SandboxExtension;
import org.junit.jupiter.api.extension.ExtendWith;

/** The figures of an unbounded run, on the direct runner. */
@ExtendWith(SandboxExtension.class)
final class DirectFiguresIT extends FiguresContract {
  @Override
  protected RunnerUnderTest runner() {
    return new DirectUnderTest();
  }
}
