package io.portage.decode.debezium;

/** The kind of a record by its schema. */
enum RecordKind {
  /** The record has no schema. */
  UNKNOWN,
  /** A record of a table. */
  TABLE,
  /** A transaction boundary, a schema change or a heartbeat. */
  CONTROL,
  /** A logical message. */
  MESSAGE;

  /** Returns the kind by the schema's name, which is empty if the schema has none. */
  static RecordKind ofSchema(String name) {
    if (name.startsWith("io.debezium.connector.") && name.endsWith(".MessageValue")) {
      return MESSAGE;
    }
    boolean control =
        name.startsWith("io.debezium.connector.")
            && (name.endsWith(".Heartbeat")
                || name.endsWith(".TransactionMetadataValue")
                || name.endsWith(".SchemaChangeValue"));
    return control ? CONTROL : TABLE;
  }
}
