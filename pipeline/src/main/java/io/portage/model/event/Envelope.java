package io.portage.model.event;

import io.portage.model.ChangePart;
import io.portage.model.SourcePosition;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A change event in the one form to which every format is decoded, or the reason why a record's
 * value is not one.
 *
 * @param op the operation as the event contains it ({@code c r u d t m}, or anything else, which
 *     Normalize rejects); {@link #TOMBSTONE} for a record without a value; {@link #HEARTBEAT},
 *     {@link #TRANSACTION}, {@link #SCHEMA_CHANGE} or {@link #CONTROL} for one that belongs to no
 *     table; {@link #NONE} if the event has none
 * @param table the source's name of the table ({@code schema.table}), or null if the event does not
 *     contain it: then the topic names the table
 * @param before the before image, or null
 * @param after the after image, or null
 * @param changeTime the time of the change at the source, or null if the event does not contain it
 * @param position the position in the source's log, or null if the source has none
 * @param backfillPosition the position for a table with {@code backfill: heal}; null if it is
 *     {@code position}
 * @param log the log that {@code position} belongs to; null if the event has no position, or is a
 *     snapshot's row with another one than that at which it was read
 * @param hint what to set at the source or in the configuration so that the event has the
 *     operation, the position or the time that it lacks; null if it lacks none or nothing is known
 *     to help
 * @param fault the reason why the bytes do not conform to the format; null if they do
 * @param names the parts of the table's name, as far as the event contains them
 * @param rows the events of the single rows, in their order, if the record has several: then this
 *     event has their table and the operation, time and position of the first one, but no image. A
 *     row's own fault concerns that row only. Empty if the record has one row
 */
public record Envelope(
    String op,
    @Nullable String table,
    @Nullable Image before,
    @Nullable Image after,
    @Nullable Instant changeTime,
    @Nullable SourcePosition position,
    @Nullable SourcePosition backfillPosition,
    @Nullable SourceLog log,
    @Nullable String hint,
    @Nullable Fault fault,
    SourceNames names,
    List<Envelope> rows) {
  /**
   * The reason why a record's bytes do not conform to the format.
   *
   * @param problem the reason, without row values
   * @param column the source column whose value is wrong, or null
   */
  public record Fault(String problem, @Nullable String column) {}

  /** The operation of a record whose value is null. */
  public static final String TOMBSTONE = "tombstone";

  /** The operation of a record that belongs to no table, of no kind below. */
  public static final String CONTROL = "control";

  /** The operation of a heartbeat. */
  public static final String HEARTBEAT = "heartbeat";

  /** The operation of a transaction boundary. */
  public static final String TRANSACTION = "transaction";

  /** The operation of a change of the source's schema. */
  public static final String SCHEMA_CHANGE = "schema-change";

  /** The operation of an event without one. */
  public static final String NONE = "";

  private static final Envelope NO_VALUE = new Envelope(TOMBSTONE, null, null, null, null, null);

  /** A position for {@code backfill: heal} that is the position itself is not kept twice. */
  public Envelope {
    rows = List.copyOf(rows);
    if (backfillPosition != null && backfillPosition.equals(position)) {
      backfillPosition = null;
    }
  }

  /** The envelope of a value with at most one row. */
  public Envelope(
      String op,
      @Nullable String table,
      @Nullable Image before,
      @Nullable Image after,
      @Nullable Instant changeTime,
      @Nullable SourcePosition position,
      @Nullable SourcePosition backfillPosition,
      @Nullable SourceLog log,
      @Nullable String hint,
      @Nullable Fault fault,
      SourceNames names) {
    this(
        op,
        table,
        before,
        after,
        changeTime,
        position,
        backfillPosition,
        log,
        hint,
        fault,
        names,
        List.of());
  }

  /** The envelope of a valid value. */
  public Envelope(
      String op,
      @Nullable String table,
      @Nullable Image before,
      @Nullable Image after,
      @Nullable Instant changeTime,
      @Nullable SourcePosition position) {
    this(op, table, before, after, changeTime, position, null, null, null, null, SourceNames.NONE);
  }

  /** Returns a copy with the log and the hint. */
  public Envelope with(@Nullable SourceLog logOfPosition, @Nullable String otherHint) {
    return logOfPosition == null && otherHint == null
        ? this
        : new Envelope(
            op,
            table,
            before,
            after,
            changeTime,
            position,
            backfillPosition,
            logOfPosition,
            otherHint,
            fault,
            names,
            rows);
  }

  /** Returns a copy with other images. */
  public Envelope withImages(@Nullable Image otherBefore, @Nullable Image otherAfter) {
    return new Envelope(
        op,
        table,
        otherBefore,
        otherAfter,
        changeTime,
        position,
        backfillPosition,
        log,
        hint,
        fault,
        names,
        rows);
  }

  /**
   * The envelope of a record with several rows of one table.
   *
   * @param rows two to {@link ChangePart#MAX_ROWS} events, in the order of their changes
   * @throws IllegalArgumentException if there are fewer or more
   */
  public static Envelope ofRows(List<Envelope> rows) {
    if (rows.size() < 2 || rows.size() > ChangePart.MAX_ROWS) {
      throw new IllegalArgumentException(rows.size() + " rows are not 2 to " + ChangePart.MAX_ROWS);
    }
    Envelope first = rows.get(0);
    return new Envelope(
        first.op,
        first.table,
        null,
        null,
        first.changeTime,
        first.position,
        first.backfillPosition,
        first.log,
        first.hint,
        null,
        first.names,
        rows);
  }

  /** Returns the events of the single rows: this one, if the record has not several. */
  public List<Envelope> changes() {
    return rows.isEmpty() ? List.of(this) : rows;
  }

  /** Returns a copy with the reason why this row does not conform to the format. */
  public Envelope withFault(Fault other) {
    return new Envelope(
        op,
        table,
        before,
        after,
        changeTime,
        position,
        backfillPosition,
        log,
        hint,
        other,
        names,
        rows);
  }

  /**
   * The envelope of a malformed value.
   *
   * @param problem the reason, without row values
   */
  public static Envelope malformed(String problem) {
    return malformed(problem, null);
  }

  /**
   * The envelope of a malformed value.
   *
   * @param problem the reason, without row values
   * @param column the source column whose value is wrong, or null
   */
  public static Envelope malformed(String problem, @Nullable String column) {
    Fault fault = new Fault(problem, column);
    return new Envelope(
        NONE, null, null, null, null, null, null, null, null, fault, SourceNames.NONE);
  }

  /** Returns the reason why the bytes do not conform to the format; null if they do. */
  public @Nullable String error() {
    return fault == null ? null : fault.problem();
  }

  /** The envelope of a record without a value. */
  public static Envelope tombstone() {
    return NO_VALUE;
  }

  /** The envelope of a record that belongs to no table and is of no known kind. */
  public static Envelope control(@Nullable Instant changeTime) {
    return control(CONTROL, changeTime);
  }

  /**
   * The envelope of a record that belongs to no table.
   *
   * @param kind {@link #HEARTBEAT}, {@link #TRANSACTION}, {@link #SCHEMA_CHANGE} or {@link
   *     #CONTROL}
   */
  public static Envelope control(String kind, @Nullable Instant changeTime) {
    return new Envelope(kind, null, null, null, changeTime, null);
  }
}
