package io.portage.decode.debezium;

import io.portage.decode.MalformedException;
import io.portage.decode.envelope.EnvelopeDecoder;
import io.portage.decode.envelope.EventReader;
import io.portage.decode.envelope.FieldNames;
import io.portage.model.Columns;
import io.portage.model.event.Envelope;
import io.portage.model.event.Image;
import java.io.IOException;

/**
 * Rows that the transformation {@code ExtractNewRecordState} has taken out of Debezium's envelope.
 * The fields of {@code add.fields} and {@code __deleted} are among the columns and are not columns
 * of the row. Heartbeats, transaction boundaries, schema changes and logical messages pass the
 * transformation as they are.
 */
final class UnwrappedEnvelope implements EnvelopeDecoder {
  private final RecordKind kind;
  private final String prefix;
  private final QualifiedNames names = new QualifiedNames();

  /** Written without a lock: every layout is correct, the last one is only the most likely. */
  private UnwrappedLayout last;

  UnwrappedEnvelope(RecordKind kind, String prefix) {
    this.kind = kind;
    this.prefix = prefix;
    this.last = UnwrappedLayout.of(Columns.of(), prefix);
  }

  @Override
  public FieldNames eventFields() {
    return FieldNames.NONE;
  }

  @Override
  public boolean isRow() {
    return true;
  }

  @Override
  public Envelope read(EventReader in, String topic) throws IOException, MalformedException {
    Image record = in.row();
    if (record == null) {
      return Envelope.tombstone();
    }
    UnwrappedLayout layout = last;
    if (!layout.isOf(record.row().columns())) {
      layout = UnwrappedLayout.of(record.row().columns(), prefix);
      last = layout;
    }
    return layout.hasOperation()
        ? layout.read(record, names)
        : ControlRecords.read(kind, topic, record.row(), prefix);
  }
}
