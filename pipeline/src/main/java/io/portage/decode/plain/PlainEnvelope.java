package io.portage.decode.plain;

import io.portage.decode.MalformedException;
import io.portage.decode.envelope.EnvelopeDecoder;
import io.portage.decode.envelope.EventReader;
import io.portage.decode.envelope.FieldNames;
import io.portage.model.event.Envelope;
import io.portage.model.event.Image;
import java.io.IOException;
import java.time.Instant;

/**
 * The plain envelope {@code {op, before, after, timestamp_ms}}. Every field may be missing;
 * Normalize rejects an event without the fields that it needs. Further fields are ignored.
 */
final class PlainEnvelope implements EnvelopeDecoder {
  static final PlainEnvelope INSTANCE = new PlainEnvelope();

  /** The event's fields; the constants below are their indexes. */
  private static final FieldNames FIELDS = FieldNames.of("op", "before", "after", "timestamp_ms");

  private static final int OP = 0;
  private static final int BEFORE = 1;
  private static final int AFTER = 2;
  private static final int TIMESTAMP_MS = 3;

  private PlainEnvelope() {}

  @Override
  public FieldNames eventFields() {
    return FIELDS;
  }

  @Override
  public Envelope read(EventReader in, String topic) throws IOException, MalformedException {
    if (!in.beginStruct("event")) {
      return Envelope.tombstone();
    }
    String op = Envelope.NONE;
    Image before = null;
    Image after = null;
    Instant time = null;
    for (int field = in.nextField(); field != EventReader.END; field = in.nextField()) {
      switch (field) {
        case OP -> op = in.operation();
        case BEFORE -> before = in.before(after);
        case AFTER -> after = in.after(before);
        case TIMESTAMP_MS -> time = in.time("timestamp_ms");
        default -> in.skip();
      }
    }
    return new Envelope(op, null, before, after, time, null);
  }
}
