package io.portage.decode.debezium;

import io.portage.decode.MalformedException;
import io.portage.model.Row;
import io.portage.model.event.Envelope;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Recognizes Debezium's records that are no row, among rows without an envelope: by the name of
 * their schema; without one by their topic and all of their fields.
 */
final class ControlRecords {
  private static final Set<String> TIMES = Set.of("ts_ms", "ts_us", "ts_ns");
  private static final Set<String> TRANSACTION =
      Set.of("status", "id", "event_count", "data_collections");
  private static final Set<String> SIGNAL = Set.of("id", "type", "data");
  private static final String MESSAGES = ".message";
  private static final String SIGNALS = "-signal";

  private ControlRecords() {}

  /**
   * Reads a record without the field of the operation.
   *
   * @throws MalformedException if it is not one of Debezium's records
   */
  static Envelope read(RecordKind kind, String topic, Row row, String prefix)
      throws MalformedException {
    Instant time = row.get("ts_ms") instanceof Long millis ? Instant.ofEpochMilli(millis) : null;
    boolean known = kind != RecordKind.UNKNOWN;
    if (known ? kind == RecordKind.MESSAGE : isMessage(topic, row)) {
      return new Envelope("m", null, null, null, time, null);
    }
    String control = known ? kind.controlOperation() : control(topic, row);
    if (control != null) {
      return Envelope.control(control, time);
    }
    throw new MalformedException(
        "the row has neither the field "
            + prefix
            + "op nor __deleted: list op in the connector's add.fields, or set"
            + " source.debezium.fieldPrefix to its add.fields.prefix, or"
            + " source.debezium.envelope: default if it does not unwrap its events");
  }

  /**
   * Returns true for the default name of a connector's topic of signals, {@code
   * <topic.prefix>-signal}, if the prefix has no dot: the topic of a table has at least one.
   */
  static boolean isSignalTopic(String topic) {
    return topic.endsWith(SIGNALS) && topic.indexOf('.') < 0;
  }

  private static boolean isMessage(String topic, Row row) {
    return topic.endsWith(MESSAGES)
        && "m".equals(row.get("op"))
        && row.get("message") instanceof Map<?, ?>
        && row.get("source") instanceof Map<?, ?>;
  }

  private static @Nullable String control(String topic, Row row) {
    if (topic.startsWith(DebeziumPayload.HEARTBEATS)) {
      boolean isHeartbeat = row.has("ts_ms") && TIMES.containsAll(row.columns().names());
      return isHeartbeat ? Envelope.HEARTBEAT : null;
    }
    if (topic.endsWith(DebeziumPayload.TRANSACTIONS)) {
      return isTransaction(row) ? Envelope.TRANSACTION : null;
    }
    if (isSignalTopic(topic)) {
      boolean isSignal = row.has("type") && SIGNAL.containsAll(row.columns().names());
      return isSignal ? Envelope.CONTROL : null;
    }
    boolean isSchemaChange =
        row.get("source") instanceof Map<?, ?> source
            && topic.equals(source.get("name"))
            && (row.has("ddl") || row.has("tableChanges"));
    return isSchemaChange ? Envelope.SCHEMA_CHANGE : null;
  }

  private static boolean isTransaction(Row row) {
    Object status = row.get("status");
    return ("BEGIN".equals(status) || "END".equals(status))
        && row.columns().names().containsAll(TRANSACTION)
        && row.columns().names().stream()
            .allMatch(name -> TRANSACTION.contains(name) || TIMES.contains(name));
  }
}
