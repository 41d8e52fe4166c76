package io.portage.decode.debezium;

import io.portage.decode.MalformedException;
import io.portage.decode.envelope.EnvelopeDecoder;
import io.portage.decode.envelope.EventReader;
import io.portage.decode.envelope.FieldNames;
import io.portage.model.event.Envelope;
import io.portage.model.event.SourceNames;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Debezium's envelope, for the events of one topic or schema. */
final class DebeziumEnvelope implements EnvelopeDecoder {
  private final RecordKind kind;

  /** Written without a lock: every cached name is correct, the last one is only the most likely. */
  private @Nullable QualifiedName last;

  private SourceNames lastNames = SourceNames.NONE;

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

  /** Returns the parts of a table's name, null for empty ones; the last result is cached. */
  SourceNames names(String database, String schema, String table) {
    SourceNames known = lastNames;
    if (database.equals(orEmpty(known.database()))
        && schema.equals(orEmpty(known.schema()))
        && table.equals(orEmpty(known.table()))) {
      return known;
    }
    known = new SourceNames(orNull(database), orNull(schema), orNull(table));
    lastNames = known;
    return known;
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }

  private static @Nullable String orNull(String text) {
    return text.isEmpty() ? null : text;
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
