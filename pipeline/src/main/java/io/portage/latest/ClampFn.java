package io.portage.latest;

import io.portage.metrics.Ledger;
import io.portage.model.ChangeBatch;
import io.portage.model.Stage;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.state.StateSpec;
import org.apache.beam.sdk.state.StateSpecs;
import org.apache.beam.sdk.state.TimeDomain;
import org.apache.beam.sdk.state.Timer;
import org.apache.beam.sdk.state.TimerSpec;
import org.apache.beam.sdk.state.TimerSpecs;
import org.apache.beam.sdk.state.ValueState;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.values.KV;
import org.joda.time.Instant;

/**
 * Moves an element's time up, for two reasons.
 *
 * <p>To this step's own watermark, so that no window behind it is already over: a window's step
 * cannot have a higher watermark than the step before it. The watermark is an event-time timer's
 * current time; the timer is never set. On runners whose timers tell the element's own time instead
 * (the portable harness) nothing moves, and only Read's timestamps protect. What comes after the
 * watermark has passed the end of the global window is beyond help.
 *
 * <p>And to the highest time that this shard has seen, so that its windows fill one after the other
 * and its panes leave in the order in which changes came: a partial row must not be written before
 * an older change that told what it lacks. Windows thereby follow arrival within a shard; the
 * change keeps its own time and version.
 */
final class ClampFn extends DoFn<KV<Integer, ChangeBatch>, KV<Integer, ChangeBatch>> {
  private static final String WATERMARK = "watermark";
  private static final Instant END = GlobalWindow.INSTANCE.maxTimestamp();

  private static final String HIGHEST = "highest";

  private final Counter clamped = Ledger.counter(Stage.LATEST, "clamped");

  /** One number for each shard, for the life of the job. */
  @StateId(HIGHEST)
  private final StateSpec<ValueState<Long>> highestSpec = StateSpecs.value(VarLongCoder.of());

  @TimerId(WATERMARK)
  private final TimerSpec spec = TimerSpecs.timer(TimeDomain.EVENT_TIME);

  @ProcessElement
  public void process(
      @Element KV<Integer, ChangeBatch> element,
      @Timestamp Instant own,
      @TimerId(WATERMARK) Timer timer,
      @StateId(HIGHEST) ValueState<Long> highest,
      OutputReceiver<KV<Integer, ChangeBatch>> receiver) {
    Instant watermark = timer.getCurrentRelativeTime();
    clamped.inc(watermark.isAfter(own) ? element.getValue().size() : 0);
    Long seen = highest.read();
    long time = Math.max(own.getMillis(), watermark.getMillis());
    if (seen != null && seen > time) {
      time = seen;
    } else {
      highest.write(time);
    }
    receiver.outputWithTimestamp(element, Instant.ofEpochMilli(Math.min(time, END.getMillis())));
  }

  /** Never called: the timer is never set. Beam wants it all the same. */
  @OnTimer(WATERMARK)
  public void onTimer() {}
}
