package io.portage.decode.debezium;

import io.portage.config.DebeziumConfig;
import io.portage.config.FormatConfig;
import io.portage.config.FormatProvider;
import io.portage.config.yaml.YamlMapping;
import io.portage.decode.debezium.DebeziumReader.DebeziumSettings;
import io.portage.decode.protobuf.ProtobufDecoder;
import io.portage.decode.protobuf.ProtobufSettings;
import io.portage.model.event.Format;
import java.util.Map;
import java.util.Set;

/**
 * The format {@code debezium-protobuf}.
 *
 * @param protobuf the message type
 * @param debezium the settings of the connector, which define the meaning of numbers and text
 * @param envelope the shape of the events
 */
public record DebeziumProtobufConfig(
    ProtobufSettings protobuf, DebeziumConfig debezium, EnvelopeSettings envelope)
    implements DebeziumFormatConfig {
  private static final String NAME = "debezium-protobuf";
  private static final Map<String, Boolean> FIELDS =
      Map.of("op", false, "before", true, "after", true, "source", true);

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Format create(String unavailableValuePlaceholder) {
    return envelope.applyTo(new DebeziumProtobuf(protobuf, unavailableValuePlaceholder, envelope));
  }

  /** The service. */
  public static final class Provider implements FormatProvider {
    @Override
    public String name() {
      return NAME;
    }

    @Override
    public Set<String> keys() {
      return Set.of(ProtobufSettings.KEY, DebeziumReader.KEY);
    }

    @Override
    public FormatConfig read(YamlMapping source) {
      DebeziumSettings settings = DebeziumReader.read(source.optional(DebeziumReader.KEY));
      return new DebeziumProtobufConfig(
          ProtobufSettings.read(
              source.required(ProtobufSettings.KEY),
              protobuf ->
                  ProtobufDecoder.check(
                      protobuf, settings.envelope().unwrapped() ? Map.of() : FIELDS)),
          settings.values(),
          settings.envelope());
    }
  }
}
