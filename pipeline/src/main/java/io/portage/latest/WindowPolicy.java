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

/** The windows and triggers of Latest. */
final class WindowPolicy {
  private WindowPolicy() {}

  /**
   * Fixed windows that fire early, on time, and for every late element.
   *
   * <p>Early firings depend on processing time alone. With an element count, a newer window of a
   * shard that is full would overtake an older one that is not; by time, the older window, whose
   * first change arrived first, also fires first. The rest of a bounded run fires with the
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

  /** The global window, which all stages use for their output. */
  static Window<ChangeBatch> global() {
    return Window.<ChangeBatch>into(new GlobalWindows())
        .triggering(DefaultTrigger.of())
        .withAllowedLateness(Duration.ZERO)
        .discardingFiredPanes();
  }
}
