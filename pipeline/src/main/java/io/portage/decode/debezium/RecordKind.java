package io.portage.decode.debezium;

import io.portage.model.event.Envelope;
import org.jspecify.annotations.Nullable;

/** The kind of a record by its schema. */
enum RecordKind {
  /** The record has no schema. */
  UNKNOWN,
  /** A record of a table. */
  TABLE,
  /** A heartbeat. */
  HEARTBEAT,
  /** A transaction boundary. */
  TRANSACTION,
  /** A change of the source's schema. */
  SCHEMA_CHANGE,
  /** A logical message. */
  MESSAGE;

  /** Returns the kind by the schema's name, which is empty if the schema has none. */
  static RecordKind ofSchema(String name) {
    if (!name.startsWith("io.debezium.connector.")) {
      return TABLE;
    }
    return switch (name.substring(name.lastIndexOf('.') + 1)) {
      case "Heartbeat" -> HEARTBEAT;
      case "TransactionMetadataValue" -> TRANSACTION;
      case "SchemaChangeValue" -> SCHEMA_CHANGE;
      case "MessageValue" -> MESSAGE;
      default -> TABLE;
    };
  }

  /** Returns true if records of this kind may have the images of a row. */
  boolean mayHaveImages() {
    return this == UNKNOWN || this == TABLE;
  }

  /** Returns the operation of records of this kind that belong to no table; null for others. */
  @Nullable String controlOperation() {
    return switch (this) {
      case HEARTBEAT -> Envelope.HEARTBEAT;
      case TRANSACTION -> Envelope.TRANSACTION;
      case SCHEMA_CHANGE -> Envelope.SCHEMA_CHANGE;
      case UNKNOWN, TABLE, MESSAGE -> null;
    };
  }
}
