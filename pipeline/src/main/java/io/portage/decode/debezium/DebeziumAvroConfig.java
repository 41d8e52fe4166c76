package io.portage.decode.debezium;

import io.portage.config.DebeziumConfig;
import io.portage.config.FormatConfig;
import io.portage.config.FormatProvider;
import io.portage.config.yaml.YamlMapping;
import io.portage.decode.avro.AvroFormatConfig;
import io.portage.decode.avro.AvroSchemas;
import io.portage.decode.avro.AvroSchemasReader;
import io.portage.decode.debezium.DebeziumReader.DebeziumSettings;
import io.portage.model.event.Format;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * The format {@code debezium-avro}.
 *
 * @param schemas the source of the schemas
 * @param debezium the settings of the connector: {@code binary} for bytes that the connector writes
 *     as text; the others only for JSON keys, because the schema describes all other values
 * @param envelope the shape of the events
 */
public record DebeziumAvroConfig(
    AvroSchemas schemas, DebeziumConfig debezium, EnvelopeSettings envelope)
    implements DebeziumFormatConfig, AvroFormatConfig {
  private static final String NAME = "debezium-avro";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Format create(String unavailableValuePlaceholder) {
    return envelope.applyTo(new DebeziumAvro(schemas, unavailableValuePlaceholder, envelope));
  }

  /** The service. */
  public static final class Provider implements FormatProvider {
    @Override
    public String name() {
      return NAME;
    }

    @Override
    public Set<String> keys() {
      Set<String> keys = new HashSet<>(AvroSchemasReader.keys());
      keys.addAll(Set.of(DebeziumAvro.KEY_SCHEMA, DebeziumReader.KEY));
      return keys;
    }

    @Override
    public FormatConfig read(YamlMapping source) {
      DebeziumSettings settings = DebeziumReader.read(source.optional(DebeziumReader.KEY));
      return new DebeziumAvroConfig(
          AvroSchemasReader.read(
              source,
              text -> DebeziumAvro.check(text, settings.envelope()),
              Optional.of(source.optional(DebeziumAvro.KEY_SCHEMA)),
              DebeziumAvro::checkKey),
          settings.values(),
          settings.envelope());
    }
  }
}
