package io.portage.decode;

import io.portage.model.ChangeEvent;
import io.portage.model.DeadLetter;
import io.portage.model.DeadLetter.Cause;
import io.portage.model.Envelope;
import io.portage.model.Half;
import io.portage.model.RawEvent;
import io.portage.model.Reason;
import io.portage.model.Stage;
import java.time.Clock;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.TupleTag;

/** Routes what was understood one way and what was not the other. */
final class DecodeFn extends DoFn<RawEvent, ChangeEvent> {
  static final TupleTag<ChangeEvent> EVENTS = new TupleTag<>("events") {};
  static final TupleTag<DeadLetter> DEAD = new TupleTag<>("dead") {};
  private static final long serialVersionUID = 1;

  private final Clock clock;

  DecodeFn(Clock clock) {
    this.clock = clock;
  }

  @ProcessElement
  public void decode(@Element RawEvent event, MultiOutputReceiver out) {
    Envelope envelope = event.decoded().envelope();
    if (envelope != null) {
      out.get(EVENTS).output(new ChangeEvent(event.raw(), envelope));
      return;
    }
    Cause cause = Cause.of(Reason.MALFORMED, String.valueOf(event.decoded().problem()));
    out.get(DEAD)
        .output(DeadLetter.ofRecord(Stage.DECODE, cause, clock.millis(), event.raw(), Half.WHOLE));
  }
}
