package io.portage.decode;

import io.portage.model.Chunk;
import io.portage.model.DeadLetter;
import io.portage.model.DeadLetter.FailureCause;
import io.portage.model.Reason;
import io.portage.model.Stage;
import io.portage.model.event.DecodedRecord;
import io.portage.model.event.Envelope;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.TupleTag;

/** Routes decoded records to the main output and malformed records to the dead letters. */
final class DecodeFn extends DoFn<Chunk<DecodedRecord>, Chunk<DecodedRecord>> {
  static final TupleTag<Chunk<DecodedRecord>> EVENTS = new TupleTag<>("events") {};
  static final TupleTag<DeadLetter> DEAD = new TupleTag<>("dead") {};
  private static final long serialVersionUID = 1;

  private final Clock clock;

  DecodeFn(Clock clock) {
    this.clock = clock;
  }

  @ProcessElement
  public void decode(@Element Chunk<DecodedRecord> chunk, MultiOutputReceiver out) {
    List<DecodedRecord> events = chunk.items();
    if (events.stream().anyMatch(event -> event.envelope().fault() != null)) {
      events = new ArrayList<>(events.size());
      for (DecodedRecord event : chunk.items()) {
        Envelope.Fault fault = event.envelope().fault();
        if (fault == null) {
          events.add(event);
        } else {
          out.get(DEAD).output(deadLetter(event, fault));
        }
      }
    }
    Chunk<DecodedRecord> decoded = Chunk.ofNullable(events, chunk.atEnd());
    if (decoded != null) {
      out.get(EVENTS).output(decoded);
    }
  }

  private DeadLetter deadLetter(DecodedRecord event, Envelope.Fault fault) {
    FailureCause cause =
        new FailureCause(Reason.MALFORMED, fault.problem(), fault.column(), null, null);
    return DeadLetter.ofRecord(Stage.DECODE, cause, clock.millis(), event.record(), event.part());
  }
}
