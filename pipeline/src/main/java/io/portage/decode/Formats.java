package io.portage.decode;

import io.portage.config.SourceConfig;
import io.portage.decode.envelope.AvroEnvelope;
import io.portage.decode.envelope.DebeziumJson;
import io.portage.decode.envelope.EnvelopeJson;
import io.portage.model.event.Format;

/** The factory of the formats. */
public final class Formats {
  private Formats() {}

  /**
   * Creates the format of a source's values.
   *
   * <p>The format is immutable, thread-safe and serializable, and does not throw for malformed
   * bytes. Every format replaces {@link SourceConfig#unavailableValuePlaceholder}.
   *
   * @throws IllegalArgumentException if the Avro schema is missing, is not a schema, or does not
   *     have the shape of the envelope, or if {@code unavailableValuePlaceholder} begins with
   *     {@code hex:} and is not hexadecimal
   */
  public static Format of(SourceConfig source) {
    return switch (source.format()) {
      case ENVELOPE_JSON -> new EnvelopeJson(source.unavailableValuePlaceholder());
      case DEBEZIUM_JSON -> new DebeziumJson(source.unavailableValuePlaceholder());
      case AVRO -> {
        String schema = source.avroSchema();
        if (schema == null) {
          throw new IllegalArgumentException("the format avro needs a schema");
        }
        yield new AvroEnvelope(schema, source.unavailableValuePlaceholder());
      }
    };
  }
}
