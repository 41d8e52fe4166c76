package io.portage.decode.debezium;

import io.portage.config.DebeziumConfig;
import io.portage.config.FormatConfig;
import io.portage.config.FormatProvider;
import io.portage.config.yaml.YamlMapping;
import io.portage.model.event.Format;
import java.util.Set;

/**
 * The format {@code debezium-json}.
 *
 * @param debezium the settings of the connector
 */
public record DebeziumJsonConfig(DebeziumConfig debezium) implements DebeziumFormatConfig {
  private static final String NAME = "debezium-json";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Format create(String unavailableValuePlaceholder) {
    return new DebeziumJson(unavailableValuePlaceholder);
  }

  /** The service. */
  public static final class Provider implements FormatProvider {
    @Override
    public String name() {
      return NAME;
    }

    @Override
    public Set<String> keys() {
      return Set.of(DebeziumReader.KEY);
    }

    @Override
    public FormatConfig read(YamlMapping source) {
      return new DebeziumJsonConfig(DebeziumReader.read(source.optional(DebeziumReader.KEY)));
    }
  }
}
