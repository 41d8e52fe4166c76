package io.portage.decode.envelope;

import io.portage.decode.json.JsonImageReader;
import io.portage.decode.json.RepeatedFields;
import io.portage.decode.json.ValueConverter;
import java.util.Map;

/**
 * The readers for the events of one topic: of the two images, and of the fields that repeat.
 *
 * @param before reads {@code before}
 * @param after reads {@code after}
 * @param kind the kind of record by the schema part
 * @param event caches the event's own fields
 * @param source caches the fields of Debezium's {@code source}
 */
record ImageReaders(
    JsonImageReader before,
    JsonImageReader after,
    RecordKind kind,
    RepeatedFields event,
    RepeatedFields source) {
  /** The kind of a record by its schema part. */
  enum RecordKind {
    /** The record has no schema part. */
    UNKNOWN,
    /** A record of a table. */
    TABLE,
    /** A transaction boundary, a schema change or a heartbeat. */
    CONTROL;

    /** Returns the kind by the schema's name, which is empty if the schema has none. */
    static RecordKind ofSchema(String name) {
      boolean control =
          name.startsWith("io.debezium.connector.")
              && (name.endsWith(".Heartbeat")
                  || name.endsWith(".TransactionMetadataValue")
                  || name.endsWith(".SchemaChangeValue"));
      return control ? CONTROL : TABLE;
    }
  }

  /** Creates readers for rows whose JSON values are the column values. */
  static ImageReaders plain(UnavailablePlaceholder unavailable) {
    return new ImageReaders(
        JsonImageReader.untyped("before", unavailable),
        JsonImageReader.untyped("after", unavailable),
        RecordKind.UNKNOWN,
        new RepeatedFields(),
        new RepeatedFields());
  }

  /** Creates readers for rows without a schema; their images are not typed. */
  static ImageReaders untyped(UnavailablePlaceholder unavailable) {
    return of(unavailable, Map.of(), Map.of(), RecordKind.UNKNOWN);
  }

  /** Creates readers with a converter for each column of the schema. */
  static ImageReaders of(
      UnavailablePlaceholder unavailable,
      Map<String, ValueConverter> before,
      Map<String, ValueConverter> after,
      RecordKind kind) {
    return new ImageReaders(
        JsonImageReader.typed("before", unavailable, before),
        JsonImageReader.typed("after", unavailable, after),
        kind,
        new RepeatedFields(),
        new RepeatedFields());
  }
}
