package io.portage.direct;

import io.portage.launcher.contract.RunnerUnderTest;
import io.portage.launcher.contract.sources.SourcesContract;

/** Real sources, on the direct runner. */
final class DirectSourcesIT extends SourcesContract {
  @Override
  protected RunnerUnderTest runner() {
    return new DirectUnderTest();
  }

  @Override
  protected boolean everyCombination() {
    return true;
  }
}
