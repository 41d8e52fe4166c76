package io.portage.model.event;

import io.portage.model.SourcePosition;
import org.jspecify.annotations.Nullable;

/** Envelopes with the parts that few tests need. */
public final class Envelopes {
  private Envelopes() {}

  /** Returns a copy with the parts of the table's name. */
  public static Envelope named(Envelope envelope, SourceNames names) {
    return copy(envelope, envelope.backfillPosition(), names);
  }

  /** Returns a copy with the position for a table with {@code backfill: heal}. */
  public static Envelope backfilled(Envelope envelope, SourcePosition position) {
    return copy(envelope, position, envelope.names());
  }

  private static Envelope copy(
      Envelope envelope, @Nullable SourcePosition backfill, SourceNames names) {
    return new Envelope(
        envelope.op(),
        envelope.table(),
        envelope.before(),
        envelope.after(),
        envelope.changeTime(),
        envelope.position(),
        backfill,
        envelope.log(),
        envelope.hint(),
        envelope.fault(),
        names);
  }
}
