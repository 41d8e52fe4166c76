package io.portage.decode;

import io.portage.model.ChangeEvent;
import io.portage.model.Chunk;
import io.portage.model.DeadLetter;
import io.portage.model.DeadLetter.Cause;
import io.portage.model.Envelope;
import io.portage.model.Half;
import io.portage.model.RawEvent;
import io.portage.model.Reason;
import io.portage.model.Stage;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.TupleTag;

/** Routes what was understood one way and what was not the other. */
final class DecodeFn extends DoFn<Chunk<RawEvent>, Chunk<ChangeEvent>> {
  static final TupleTag<Chunk<ChangeEvent>> EVENTS = new TupleTag<>("events") {};
  static final TupleTag<DeadLetter> DEAD = new TupleTag<>("dead") {};
  private static final long serialVersionUID = 1;

  private final Clock clock;

  DecodeFn(Clock clock) {
    this.clock = clock;
  }

  @ProcessElement
  public void decode(@Element Chunk<RawEvent> chunk, MultiOutputReceiver out) {
    List<ChangeEvent> events = new ArrayList<>(chunk.items().size());
    for (RawEvent event : chunk.items()) {
      Envelope envelope = event.decoded().envelope();
      if (envelope != null) {
        events.add(new ChangeEvent(event.raw(), envelope));
      } else {
        out.get(DEAD).output(letter(event));
      }
    }
    Chunk<ChangeEvent> decoded = Chunk.orNull(events, chunk.atEnd());
    if (decoded != null) {
      out.get(EVENTS).output(decoded);
    }
  }

  private DeadLetter letter(RawEvent event) {
    Cause cause = Cause.of(Reason.MALFORMED, String.valueOf(event.decoded().problem()));
    return DeadLetter.ofRecord(Stage.DECODE, cause, clock.millis(), event.raw(), Half.WHOLE);
  }
}
