package io.portage.decode.debezium;

import io.portage.config.DebeziumConfig;
import io.portage.config.FormatConfig;
import io.portage.config.FormatProvider;
import io.portage.config.yaml.YamlMapping;
import io.portage.decode.debezium.DebeziumReader.DebeziumSettings;
import io.portage.model.event.Format;
import java.util.Set;

/**
 * The format {@code debezium-json}.
 *
 * @param debezium the settings of the connector
 * @param envelope the shape of the events
 */
public record DebeziumJsonConfig(DebeziumConfig debezium, EnvelopeSettings envelope)
    implements DebeziumFormatConfig {
  private static final String NAME = "debezium-json";

  /** The format with Debezium's own envelope. */
  public DebeziumJsonConfig(DebeziumConfig debezium) {
    this(debezium, EnvelopeSettings.DEFAULT);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Format create(String unavailableValuePlaceholder) {
    return envelope.applyTo(new DebeziumJson(unavailableValuePlaceholder, envelope));
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
      DebeziumSettings settings = DebeziumReader.read(source.optional(DebeziumReader.KEY));
      return new DebeziumJsonConfig(settings.values(), settings.envelope());
    }
  }
}
