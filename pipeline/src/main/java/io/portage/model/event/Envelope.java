package io.portage.model.event;

import io.portage.model.SourcePosition;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a format made of a record's value: a change event in the one shape that every format is
 * decoded to, or why there is none.
 *
 * @param op the operation's letter as it stands in the event ({@code c r u d t m}, or anything
 *     else: Normalize judges it); {@link #TOMBSTONE} for a record without a value; {@link #NONE}
 *     when the event has none
 * @param table what the source calls the table ({@code schema.table}), or null where the format
 *     does not tell: then the topic names it
 * @param before the row before, or null
 * @param after the row after, or null
 * @param changeTime when the source made the change, or null when the event does not tell
 * @param position where it stands in the source's log, or null when the source has none
 * @param error why the bytes are not what the format says, without row values; null when they are
 */
public record Envelope(
    String op,
    @Nullable String table,
    @Nullable Image before,
    @Nullable Image after,
    @Nullable Instant changeTime,
    @Nullable SourcePosition position,
    @Nullable String error) {
  /** The operation of a record whose value is null. */
  public static final String TOMBSTONE = "tombstone";

  /** The operation of a record that is none of a table's: a heartbeat, a transaction's bounds. */
  public static final String CONTROL = "control";

  /** The operation of an event that names none. */
  public static final String NONE = "";

  private static final Envelope NO_VALUE = new Envelope(TOMBSTONE, null, null, null, null, null);

  /** A record whose value was understood. */
  public Envelope(
      String op,
      @Nullable String table,
      @Nullable Image before,
      @Nullable Image after,
      @Nullable Instant changeTime,
      @Nullable SourcePosition position) {
    this(op, table, before, after, changeTime, position, null);
  }

  /** A record whose value was not understood; {@code problem} says why, without row values. */
  public static Envelope malformed(String problem) {
    return new Envelope(NONE, null, null, null, null, null, problem);
  }

  /** A record without a value. */
  public static Envelope tombstone() {
    return NO_VALUE;
  }

  /** A record of the source's housekeeping. */
  public static Envelope control(@Nullable Instant changeTime) {
    return new Envelope(CONTROL, null, null, null, changeTime, null);
  }
}
