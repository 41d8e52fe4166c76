package io.portage.flink;

import io.portage.launcher.contract.RunnerUnderTest;
import io.portage.launcher.contract.sources.SourcesContract;

/** Real sources, on embedded Flink. */
final class FlinkSourcesIT extends SourcesContract {
  @Override
  protected RunnerUnderTest runner() {
    return new EmbeddedFlink();
  }

  @Override
  protected boolean everyCombination() {
    return false;
  }
}
