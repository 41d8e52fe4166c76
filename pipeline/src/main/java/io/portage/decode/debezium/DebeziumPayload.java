package io.portage.decode.debezium;

import io.portage.decode.MalformedException;
import io.portage.decode.envelope.EventReader;
import io.portage.decode.envelope.FieldNames;
import io.portage.model.SourcePosition;
import io.portage.model.event.Envelope;
import io.portage.model.event.Image;
import io.portage.model.event.SourceNames;
import java.io.IOException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Collects the fields of Debezium's event without its {@code schema}/{@code payload} wrapper. One
 * instance per event.
 */
final class DebeziumPayload {
  /** The event's fields; the constants below are their indexes. */
  static final FieldNames FIELDS =
      FieldNames.of(
          "op",
          "before",
          "after",
          "source",
          "ts_ms",
          "status",
          "id",
          "event_count",
          "data_collections",
          "ddl",
          "tableChanges",
          "type",
          "data",
          // Fields that are always there and not used, listed to avoid storing their names.
          "ts_us",
          "ts_ns",
          "transaction");

  private static final int OP = 0;
  private static final int BEFORE = 1;
  private static final int AFTER = 2;
  private static final int SOURCE = 3;
  private static final int TS_MS = 4;
  private static final int STATUS = 5;
  private static final int ID = 6;
  private static final int EVENT_COUNT = 7;
  private static final int DATA_COLLECTIONS = 8;
  private static final int DDL = 9;
  private static final int TABLE_CHANGES = 10;
  private static final int TYPE = 11;
  private static final int DATA = 12;

  /** The prefix of the heartbeats' topics. */
  static final String HEARTBEATS = "__debezium-heartbeat.";

  private static final String NO_EVENT =
      "it has neither op nor source, so it is no event of Debezium; if the connector flattens events"
          + " to rows (ExtractNewRecordState), set source.debezium.envelope: unwrapped";

  /** The end of the transaction boundaries' topic. */
  static final String TRANSACTIONS = ".transaction";

  private final String topic;
  private final DebeziumEnvelope envelope;
  private @Nullable String op;
  private @Nullable Image before;
  private @Nullable Image after;
  private @Nullable DebeziumSource source;
  private @Nullable Instant time;
  private boolean hasBoundaryStatus;
  private int transactionFields;
  private boolean ddl;
  private boolean hasSignalType;
  private boolean hasSignalData;
  private boolean hasOtherField;

  DebeziumPayload(String topic, DebeziumEnvelope envelope) {
    this.topic = topic;
    this.envelope = envelope;
  }

  /** Reads the value of one field. */
  void read(EventReader in, int field) throws IOException, MalformedException {
    switch (field) {
      case OP -> op = in.operation();
      case BEFORE -> before = in.before(after);
      case AFTER -> after = in.after(before);
      case SOURCE -> source = DebeziumSource.read(in, envelope.names());
      case TS_MS -> time = in.time("ts_ms");
      case STATUS -> {
        String status = in.scalar();
        hasBoundaryStatus = "BEGIN".equals(status) || "END".equals(status);
        transactionFields++;
      }
      case ID, EVENT_COUNT, DATA_COLLECTIONS -> {
        in.skip();
        transactionFields++;
      }
      case DDL, TABLE_CHANGES -> {
        in.skip();
        ddl = true;
      }
      case TYPE -> {
        in.skip();
        hasSignalType = true;
      }
      case DATA -> {
        in.skip();
        hasSignalData = true;
      }
      default -> {
        in.skip();
        hasOtherField |= field == EventReader.OTHER;
      }
    }
  }

  /** Returns the envelope of the fields read. */
  Envelope toEnvelope() {
    // The source's commit time; the connector's processing time only if there is none.
    Instant changeTime = source != null && source.time() != null ? source.time() : time;
    String control = op == null ? control() : null;
    if (control != null) {
      return Envelope.control(control, changeTime);
    }
    SourcePosition position = source == null || op == null ? null : source.position(op);
    return new Envelope(
        op == null ? Envelope.NONE : op,
        source == null ? null : source.table(),
        before,
        after,
        changeTime,
        position,
        source == null || op == null ? null : source.backfillPosition(op),
        source == null || position == null || op == null ? null : source.log(op),
        hint(position),
        null,
        source == null ? SourceNames.NONE : source.names());
  }

  private @Nullable String hint(@Nullable SourcePosition position) {
    if (source == null) {
      return op == null ? NO_EVENT : null;
    }
    return position == null ? source.versionHint() : null;
  }

  /**
   * Returns the operation of a transaction boundary, a schema change, a heartbeat or a signal; null
   * for other records. The name of the schema part decides. Without a schema part, the record must
   * be in the topic that Debezium uses for such records and have all of their fields, because a
   * table may have a column of any name.
   */
  private @Nullable String control() {
    if (envelope.kind() != RecordKind.UNKNOWN) {
      return envelope.kind().controlOperation();
    }
    boolean noImage = before == null && after == null;
    if (source != null) {
      return ddl && noImage && source.name().equals(topic) ? Envelope.SCHEMA_CHANGE : null;
    }
    boolean nothingElse = noImage && !ddl && !hasOtherField;
    if (hasSignalType) {
      return nothingElse && ControlRecords.isSignalTopic(topic) ? Envelope.CONTROL : null;
    }
    nothingElse &= !hasSignalData;
    if (topic.startsWith(HEARTBEATS)) {
      return nothingElse && transactionFields == 0 && time != null ? Envelope.HEARTBEAT : null;
    }
    return topic.endsWith(TRANSACTIONS)
            && nothingElse
            && hasBoundaryStatus
            && transactionFields == 4
        ? Envelope.TRANSACTION
        : null;
  }
}
