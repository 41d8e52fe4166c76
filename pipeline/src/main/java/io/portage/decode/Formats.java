package io.portage.decode;

import io.portage.config.SourceConfig;
import io.portage.decode.envelope.AvroEnvelope;
import io.portage.decode.envelope.DebeziumJson;
import io.portage.decode.envelope.EnvelopeJson;
import io.portage.model.event.Format;

/** The formats that Decode knows. */
public final class Formats {
  private Formats() {}

  /**
   * The format of a source's values.
   *
   * <p>It is immutable, thread-safe and serializable, and never throws for bad bytes. It honours
   * {@link SourceConfig#unavailableValuePlaceholder} in every format.
   *
   * @throws IllegalArgumentException when the Avro schema is missing, is none, or has not the shape
   *     of the envelope, or when {@code unavailable} begins with {@code hex:} and is not
   *     hexadecimal
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
