package io.portage.model.event;

import io.portage.model.ChangePart;
import java.util.ArrayList;
import java.util.List;

/**
 * A record and its decoded envelope. Read passes it to Decode; Decode removes malformed records and
 * passes the others to Normalize.
 *
 * @param record the record
 * @param envelope the event, or the reason why there is none
 * @param part the part of the record that is processed: all of it, or in a replay one row
 */
public record DecodedRecord(SourceRecord record, Envelope envelope, ChangePart part) {
  /** All of a record. */
  public DecodedRecord(SourceRecord record, Envelope envelope) {
    this(record, envelope, ChangePart.WHOLE);
  }

  /** Returns the same part of the record with another envelope. */
  public DecodedRecord with(Envelope other) {
    return new DecodedRecord(record, other, part);
  }

  /**
   * Returns the events of the single rows that are processed: of all rows, or of the one that
   * {@code part} names, if the record has it; this event, if the record has one row.
   */
  public List<DecodedRecord> changes() {
    List<Envelope> rows = envelope.rows();
    if (rows.isEmpty()) {
      return List.of(this);
    }
    if (!part.isOnlyRow()) {
      return part.row() < rows.size()
          ? List.of(new DecodedRecord(record, rows.get(part.row()), part))
          : List.of();
    }
    List<DecodedRecord> all = new ArrayList<>(rows.size());
    for (int i = 0; i < rows.size(); i++) {
      ChangePart row = ChangePart.ofRow(i, i == rows.size() - 1);
      all.add(new DecodedRecord(record, rows.get(i), row));
    }
    return all;
  }
}
