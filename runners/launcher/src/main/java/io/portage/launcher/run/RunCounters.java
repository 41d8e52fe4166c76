package io.portage.launcher.run;

import io.portage.launcher.Engine;
import io.portage.metrics.LedgerSummary;
import java.util.Map;
import java.util.Optional;
import org.apache.beam.sdk.PipelineResult;
import org.jspecify.annotations.Nullable;

/** The counters of the run in this process so far. Thread-safe. */
final class RunCounters {
  private final Engine engine;
  private volatile @Nullable PipelineResult result;

  RunCounters(Engine engine) {
    this.engine = engine;
  }

  /** Keeps the result of the run, from which an engine without counters of its own is read. */
  void started(PipelineResult run) {
    result = run;
  }

  /** Returns the counters by name; empty while they are not available. */
  Optional<Map<String, Long>> read() {
    Optional<Map<String, Long>> counters = engine.counters();
    PipelineResult run = result;
    return counters.isPresent() || run == null
        ? counters
        : Optional.of(LedgerSummary.counters(run.metrics()));
  }
}
