package io.portage.decode.envelope;

import io.portage.decode.json.JsonImageReader;
import io.portage.decode.json.RepeatedFields;
import io.portage.decode.json.ValueConverter;
import java.util.Map;

/**
 * What reads the events of one topic: the readers of the two images, and what repeats itself.
 *
 * @param before reads {@code before}
 * @param after reads {@code after}
 * @param kind what the schema part says of the record
 * @param event the event's own fields
 * @param source the fields of Debezium's {@code source}
 */
record ImageReaders(
    JsonImageReader before,
    JsonImageReader after,
    RecordKind kind,
    RepeatedFields event,
    RepeatedFields source) {
  /** What a record is, by its schema part. */
  enum RecordKind {
    /** There is no schema part. */
    UNTOLD,
    /** A record of a table. */
    TABLE,
    /** The bounds of a transaction, a change of the schema, a heartbeat. */
    CONTROL;

    /** By the schema's name, empty where it has none. */
    static RecordKind ofSchema(String name) {
      boolean control =
          name.startsWith("io.debezium.connector.")
              && (name.endsWith(".Heartbeat")
                  || name.endsWith(".TransactionMetadataValue")
                  || name.endsWith(".SchemaChangeValue"));
      return control ? CONTROL : TABLE;
    }
  }

  /** Readers for rows whose JSON values are the values. */
  static ImageReaders plain(UnavailablePlaceholder unavailable) {
    return new ImageReaders(
        JsonImageReader.untyped("before", unavailable),
        JsonImageReader.untyped("after", unavailable),
        RecordKind.UNTOLD,
        new RepeatedFields(),
        new RepeatedFields());
  }

  /** Readers for rows of which no schema tells the types. */
  static ImageReaders untyped(UnavailablePlaceholder unavailable) {
    return of(unavailable, Map.of(), Map.of(), RecordKind.UNTOLD);
  }

  /** Readers with conversions by column, one for each column that the schema tells. */
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
