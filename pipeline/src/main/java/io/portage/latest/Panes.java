package io.portage.latest;

import io.portage.config.LatestConfig;
import io.portage.model.ChangeBatch;
import org.apache.beam.sdk.transforms.windowing.AfterFirst;
import org.apache.beam.sdk.transforms.windowing.AfterPane;
import org.apache.beam.sdk.transforms.windowing.AfterProcessingTime;
import org.apache.beam.sdk.transforms.windowing.AfterWatermark;
import org.apache.beam.sdk.transforms.windowing.DefaultTrigger;
import org.apache.beam.sdk.transforms.windowing.FixedWindows;
import org.apache.beam.sdk.transforms.windowing.GlobalWindows;
import org.apache.beam.sdk.transforms.windowing.Trigger.OnceTrigger;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.apache.beam.sdk.values.KV;
import org.joda.time.Duration;

/** When the windows give what they hold. */
final class Panes {
  private Panes() {}

  /** Windows that fire early, on time, and for everything late. */
  static Window<KV<Integer, ChangeBatch>> windows(
      LatestConfig config, Bounds bounds, boolean bounded) {
    return Window.<KV<Integer, ChangeBatch>>into(
            FixedWindows.of(Duration.millis(config.window().toMillis())))
        .triggering(
            AfterWatermark.pastEndOfWindow()
                .withEarlyFirings(early(config, bounds, bounded))
                .withLateFirings(AfterPane.elementCountAtLeast(1)))
        .withAllowedLateness(Duration.millis(config.allowedLateness().toMillis()))
        .discardingFiredPanes();
  }

  /** In a bounded run nothing waits for early results, and every firing costs writes. */
  private static OnceTrigger early(LatestConfig config, Bounds bounds, boolean bounded) {
    AfterPane full = AfterPane.elementCountAtLeast(bounds.outputsPerPane());
    return bounded
        ? full
        : AfterFirst.of(
            AfterProcessingTime.pastFirstElementInPane()
                .plusDelayOf(Duration.millis(config.emitEvery().toMillis())),
            full);
  }

  /** Back into the one window in which all stages hand on. */
  static Window<ChangeBatch> global() {
    return Window.<ChangeBatch>into(new GlobalWindows())
        .triggering(DefaultTrigger.of())
        .withAllowedLateness(Duration.ZERO)
        .discardingFiredPanes();
  }
}
