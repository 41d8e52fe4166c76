package io.portage.decode.debezium;

import io.portage.config.DebeziumConfig;
import io.portage.config.FormatConfig;
import io.portage.config.FormatProvider;
import io.portage.config.yaml.YamlMapping;
import io.portage.decode.avro.AvroSchemaFile;
import io.portage.decode.debezium.DebeziumReader.DebeziumSettings;
import io.portage.model.event.Format;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The format {@code debezium-avro}.
 *
 * @param schema the text of the value's schema
 * @param keySchema the text of the key's schema; null if keys are JSON
 * @param debezium the settings of the connector: {@code binary} for bytes that the connector writes
 *     as text; the others only for JSON keys, because the schema describes all other values
 * @param envelope the shape of the events
 */
public record DebeziumAvroConfig(
    String schema, @Nullable String keySchema, DebeziumConfig debezium, EnvelopeSettings envelope)
    implements DebeziumFormatConfig {
  private static final String NAME = "debezium-avro";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Format create(String unavailableValuePlaceholder) {
    return new DebeziumAvro(schema, keySchema, unavailableValuePlaceholder, envelope);
  }

  /** The service. */
  public static final class Provider implements FormatProvider {
    @Override
    public String name() {
      return NAME;
    }

    @Override
    public Set<String> keys() {
      return Set.of(AvroSchemaFile.KEY, DebeziumAvro.KEY_SCHEMA, DebeziumReader.KEY);
    }

    @Override
    public FormatConfig read(YamlMapping source) {
      DebeziumSettings settings = DebeziumReader.read(source.optional(DebeziumReader.KEY));
      return new DebeziumAvroConfig(
          AvroSchemaFile.read(
                  source.required(AvroSchemaFile.KEY),
                  text -> DebeziumAvro.check(text, settings.envelope()))
              .orElse(""),
          AvroSchemaFile.read(source.optional(DebeziumAvro.KEY_SCHEMA), DebeziumAvro::keyReader)
              .orElse(null),
          settings.values(),
          settings.envelope());
    }
  }
}
