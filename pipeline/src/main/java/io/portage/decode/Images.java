package io.portage.decode;

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
record Images(JsonImages before, JsonImages after, Kind kind, Repeated event, Repeated source) {
  /** What a record is, by its schema part. */
  enum Kind {
    /** There is no schema part. */
    UNTOLD,
    /** A record of a table. */
    TABLE,
    /** The bounds of a transaction, a change of the schema, a heartbeat. */
    CONTROL;

    /** By the schema's name, empty where it has none. */
    static Kind ofSchema(String name) {
      boolean control =
          name.startsWith("io.debezium.connector.")
              && (name.endsWith(".Heartbeat")
                  || name.endsWith(".TransactionMetadataValue")
                  || name.endsWith(".SchemaChangeValue"));
      return control ? CONTROL : TABLE;
    }
  }

  /** Readers for rows whose JSON values are the values. */
  static Images plain(Unavailable unavailable) {
    return new Images(
        JsonImages.plain("before", unavailable),
        JsonImages.plain("after", unavailable),
        Kind.UNTOLD,
        new Repeated(),
        new Repeated());
  }

  /** Readers for rows of which no schema tells the types. */
  static Images untyped(Unavailable unavailable) {
    return of(unavailable, Map.of(), Map.of(), Kind.UNTOLD);
  }

  /** Readers with conversions by column, one for each column that the schema tells. */
  static Images of(
      Unavailable unavailable,
      Map<String, Conversion> before,
      Map<String, Conversion> after,
      Kind kind) {
    return new Images(
        JsonImages.converting("before", unavailable, before),
        JsonImages.converting("after", unavailable, after),
        kind,
        new Repeated(),
        new Repeated());
  }
}
