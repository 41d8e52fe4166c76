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
 * Raises an element's time, for two reasons.
 *
 * <p>First, to this step's own watermark, so that no window after this step has already expired:
 * the watermark of the windowing step cannot be above that of the step before it. The watermark is
 * read as the current time of an event-time timer that is never set. On runners whose timers return
 * the element's own time instead (the portable harness) nothing is raised, and only Read's
 * timestamps protect the element. Elements that arrive after the watermark has passed the end of
 * the global window cannot be saved.
 *
 * <p>Second, to the highest time that this shard has assigned, so that its windows fill one after
 * the other and its panes are emitted in the order in which changes arrived: a partial row must not
 * be written before an older change that contains its missing columns. Within a shard, windows
 * thereby follow arrival; the change keeps its own time and version.
 */
final class ClampFn extends DoFn<KV<Integer, ChangeBatch>, KV<Integer, ChangeBatch>> {
  private static final String WATERMARK = "watermark";
  private static final Instant END = GlobalWindow.INSTANCE.maxTimestamp();

  private static final String HIGHEST = "highest";

  private final Counter clamped = Ledger.counter(Stage.LATEST, "clamped");

  /** One number per shard, kept as long as the job's state. */
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

  /** Never called, because the timer is never set. Beam requires the method. */
  @OnTimer(WATERMARK)
  public void onTimer() {}
}
