package io.portage.decode.debezium;

import io.portage.decode.MalformedException;
import io.portage.decode.envelope.EnvelopeDecoder;
import io.portage.decode.envelope.EventReader;
import io.portage.decode.envelope.FieldNames;
import io.portage.model.event.Envelope;
import java.io.IOException;

/** Debezium's envelope, for the events of one topic or schema. */
final class DebeziumEnvelope implements EnvelopeDecoder {
  private final RecordKind kind;

  private final QualifiedNames names = new QualifiedNames();

  DebeziumEnvelope(RecordKind kind) {
    this.kind = kind;
  }

  @Override
  public FieldNames eventFields() {
    return DebeziumPayload.FIELDS;
  }

  @Override
  public FieldNames sourceFields() {
    return SourceFields.FIELDS;
  }

  @Override
  public Envelope read(EventReader in, String topic) throws IOException, MalformedException {
    if (!in.beginStruct("payload")) {
      return Envelope.tombstone();
    }
    DebeziumPayload payload = new DebeziumPayload(topic, this);
    for (int field = in.nextField(); field != EventReader.END; field = in.nextField()) {
      payload.read(in, field);
    }
    return payload.toEnvelope();
  }

  /** The kind of the records by their schema. */
  RecordKind kind() {
    return kind;
  }

  /** The names of tables. */
  QualifiedNames names() {
    return names;
  }
}
