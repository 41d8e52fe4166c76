package io.portage.latest;

import io.portage.metrics.Ledger;
import io.portage.model.ChangeBatch;
import io.portage.model.Stage;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.state.TimeDomain;
import org.apache.beam.sdk.state.Timer;
import org.apache.beam.sdk.state.TimerSpec;
import org.apache.beam.sdk.state.TimerSpecs;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.values.KV;
import org.joda.time.Instant;

/**
 * Moves an element's time up to this step's own watermark, so that no window behind it is already
 * over: a window's step cannot have a higher watermark than the step before it.
 *
 * <p>The watermark is an event-time timer's current time; the timer is never set. On runners whose
 * timers tell the element's own time instead (the portable harness) nothing moves, and only Read's
 * timestamps protect. What comes after the watermark has passed the end of the global window is
 * beyond help.
 */
final class ClampFn extends DoFn<KV<Integer, ChangeBatch>, KV<Integer, ChangeBatch>> {
  private static final String WATERMARK = "watermark";
  private static final Instant END = GlobalWindow.INSTANCE.maxTimestamp();

  private final Counter clamped = Ledger.counter(Stage.LATEST, "clamped");

  @TimerId(WATERMARK)
  private final TimerSpec spec = TimerSpecs.timer(TimeDomain.EVENT_TIME);

  @ProcessElement
  public void process(
      @Element KV<Integer, ChangeBatch> element,
      @Timestamp Instant own,
      @TimerId(WATERMARK) Timer timer,
      OutputReceiver<KV<Integer, ChangeBatch>> receiver) {
    Instant watermark = timer.getCurrentRelativeTime();
    if (!watermark.isAfter(own)) {
      receiver.output(element);
      return;
    }
    clamped.inc(element.getValue().changes().size());
    receiver.outputWithTimestamp(element, watermark.isAfter(END) ? END : watermark);
  }

  /** Never called: the timer is never set. Beam wants it all the same. */
  @OnTimer(WATERMARK)
  public void onTimer() {}
}
