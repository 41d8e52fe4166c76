package io.portage.latest;

import io.portage.config.LatestConfig;
import io.portage.model.ChangeBatch;
import org.apache.beam.sdk.transforms.windowing.AfterPane;
import org.apache.beam.sdk.transforms.windowing.AfterProcessingTime;
import org.apache.beam.sdk.transforms.windowing.AfterWatermark;
import org.apache.beam.sdk.transforms.windowing.DefaultTrigger;
import org.apache.beam.sdk.transforms.windowing.FixedWindows;
import org.apache.beam.sdk.transforms.windowing.GlobalWindows;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.apache.beam.sdk.values.KV;
import org.joda.time.Duration;

/** When the windows give what they hold. */
final class WindowPolicy {
  private WindowPolicy() {}

  /**
   * Windows that fire early, on time, and for everything late.
   *
   * <p>Early firings go by processing time alone. A count would let a newer window of a shard, once
   * it is full, go ahead of an older one that is not; by time the older window, whose first change
   * came first, also fires first. What is left at the end of a bounded run fires with the
   * watermark.
   */
  static Window<KV<Integer, ChangeBatch>> windows(LatestConfig config) {
    return Window.<KV<Integer, ChangeBatch>>into(
            FixedWindows.of(Duration.millis(config.window().toMillis())))
        .triggering(
            AfterWatermark.pastEndOfWindow()
                .withEarlyFirings(
                    AfterProcessingTime.pastFirstElementInPane()
                        .plusDelayOf(Duration.millis(config.emitEvery().toMillis())))
                .withLateFirings(AfterPane.elementCountAtLeast(1)))
        .withAllowedLateness(Duration.millis(config.allowedLateness().toMillis()))
        .discardingFiredPanes();
  }

  /** Back into the one window in which all stages hand on. */
  static Window<ChangeBatch> global() {
    return Window.<ChangeBatch>into(new GlobalWindows())
        .triggering(DefaultTrigger.of())
        .withAllowedLateness(Duration.ZERO)
        .discardingFiredPanes();
  }
}
