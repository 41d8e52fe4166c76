package io.portage.decode.debezium;

import io.portage.decode.MalformedException;
import io.portage.decode.envelope.EnvelopeDecoder;
import io.portage.decode.envelope.EventReader;
import io.portage.decode.envelope.FieldNames;
import io.portage.model.event.Envelope;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Debezium's envelope, for the events of one topic or schema. */
final class DebeziumEnvelope implements EnvelopeDecoder {
  private final RecordKind kind;

  /** Written without a lock: every cached name is correct, the last one is only the most likely. */
  private @Nullable QualifiedName last;

  private record QualifiedName(String owner, String name, String text) {}

  DebeziumEnvelope(RecordKind kind) {
    this.kind = kind;
  }

  @Override
  public FieldNames eventFields() {
    return DebeziumPayload.FIELDS;
  }

  @Override
  public FieldNames sourceFields() {
    return DebeziumSource.FIELDS;
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

  /** Returns {@code owner.name}; the last result is cached. */
  String qualified(String owner, String name) {
    QualifiedName known = last;
    if (known == null || !known.owner.equals(owner) || !known.name.equals(name)) {
      known = new QualifiedName(owner, name, owner + "." + name);
      last = known;
    }
    return known.text;
  }
}
