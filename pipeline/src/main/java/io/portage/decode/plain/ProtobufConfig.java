package io.portage.decode.plain;

import io.portage.config.ColumnDrift.MissingColumnPolicy;
import io.portage.config.FormatConfig;
import io.portage.config.FormatProvider;
import io.portage.config.TableConfig.BeforeImage;
import io.portage.config.TableConfig.VersionOrder;
import io.portage.config.TableDefaults;
import io.portage.config.yaml.YamlMapping;
import io.portage.decode.protobuf.ProtobufDecoder;
import io.portage.decode.protobuf.ProtobufSettings;
import io.portage.model.event.Format;
import java.util.Map;
import java.util.Set;

/**
 * The format {@code protobuf}: the plain envelope in Protobuf.
 *
 * @param protobuf the message type
 */
public record ProtobufConfig(ProtobufSettings protobuf) implements FormatConfig {
  private static final String NAME = "protobuf";
  private static final Map<String, Boolean> FIELDS =
      Map.of("op", false, "before", true, "after", true, "timestamp_ms", false);

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Format create(String unavailableValuePlaceholder) {
    return new ProtobufEnvelope(protobuf, unavailableValuePlaceholder);
  }

  @Override
  public TableDefaults tableDefaults() {
    return new TableDefaults(BeforeImage.WHOLE, VersionOrder.TIME, MissingColumnPolicy.DEAD_LETTER);
  }

  /** The service. */
  public static final class Provider implements FormatProvider {
    @Override
    public String name() {
      return NAME;
    }

    @Override
    public Set<String> keys() {
      return Set.of(ProtobufSettings.KEY);
    }

    @Override
    public FormatConfig read(YamlMapping source) {
      return new ProtobufConfig(
          ProtobufSettings.read(
              source.required(ProtobufSettings.KEY),
              settings -> ProtobufDecoder.check(settings, FIELDS)));
    }
  }
}
