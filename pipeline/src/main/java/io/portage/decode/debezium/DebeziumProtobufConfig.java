package io.portage.decode.debezium;

import io.portage.config.DebeziumConfig;
import io.portage.config.FormatConfig;
import io.portage.config.FormatProvider;
import io.portage.config.yaml.YamlMapping;
import io.portage.decode.debezium.DebeziumReader.DebeziumSettings;
import io.portage.decode.protobuf.ProtobufFormatConfig;
import io.portage.decode.protobuf.ProtobufSchemas;
import io.portage.decode.protobuf.ProtobufSchemasReader;
import io.portage.model.event.Format;
import java.util.HashSet;
import java.util.Set;

/**
 * The format {@code debezium-protobuf}.
 *
 * @param schemas the source of the message types
 * @param debezium the settings of the connector, which define the meaning of numbers and text
 * @param envelope the shape of the events
 */
public record DebeziumProtobufConfig(
    ProtobufSchemas schemas, DebeziumConfig debezium, EnvelopeSettings envelope)
    implements DebeziumFormatConfig, ProtobufFormatConfig {
  private static final String NAME = "debezium-protobuf";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Format create(String unavailableValuePlaceholder) {
    return envelope.applyTo(new DebeziumProtobuf(schemas, unavailableValuePlaceholder, envelope));
  }

  /** The service. */
  public static final class Provider implements FormatProvider {
    @Override
    public String name() {
      return NAME;
    }

    @Override
    public Set<String> keys() {
      Set<String> keys = new HashSet<>(ProtobufSchemasReader.keys());
      keys.add(DebeziumReader.KEY);
      return keys;
    }

    @Override
    public FormatConfig read(YamlMapping source) {
      DebeziumSettings settings = DebeziumReader.read(source.optional(DebeziumReader.KEY));
      return new DebeziumProtobufConfig(
          ProtobufSchemasReader.read(
              source, type -> DebeziumProtobuf.check(type, settings.envelope())),
          settings.values(),
          settings.envelope());
    }
  }
}
