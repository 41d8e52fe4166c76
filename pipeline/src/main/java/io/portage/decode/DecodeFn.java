package io.portage.decode;

import io.portage.model.ChangeEvent;
import io.portage.model.Chunk;
import io.portage.model.DeadLetter;
import io.portage.model.DeadLetter.Cause;
import io.portage.model.Half;
import io.portage.model.Reason;
import io.portage.model.Stage;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.TupleTag;

/** Routes what was understood one way and what was not the other. */
final class DecodeFn extends DoFn<Chunk<ChangeEvent>, Chunk<ChangeEvent>> {
  static final TupleTag<Chunk<ChangeEvent>> EVENTS = new TupleTag<>("events") {};
  static final TupleTag<DeadLetter> DEAD = new TupleTag<>("dead") {};
  private static final long serialVersionUID = 1;

  private final Clock clock;

  DecodeFn(Clock clock) {
    this.clock = clock;
  }

  @ProcessElement
  public void decode(@Element Chunk<ChangeEvent> chunk, MultiOutputReceiver out) {
    List<ChangeEvent> events = chunk.items();
    if (events.stream().anyMatch(event -> event.envelope().problem() != null)) {
      events = new ArrayList<>(events.size());
      for (ChangeEvent event : chunk.items()) {
        String problem = event.envelope().problem();
        if (problem == null) {
          events.add(event);
        } else {
          out.get(DEAD).output(letter(event, problem));
        }
      }
    }
    Chunk<ChangeEvent> decoded = Chunk.orNull(events, chunk.atEnd());
    if (decoded != null) {
      out.get(EVENTS).output(decoded);
    }
  }

  private DeadLetter letter(ChangeEvent event, String problem) {
    Cause cause = Cause.of(Reason.MALFORMED, problem);
    return DeadLetter.ofRecord(Stage.DECODE, cause, clock.millis(), event.raw(), Half.WHOLE);
  }
}
