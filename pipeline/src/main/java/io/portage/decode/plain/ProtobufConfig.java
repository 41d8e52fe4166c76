package io.portage.decode.plain;

import io.portage.config.ColumnDrift.MissingColumnPolicy;
import io.portage.config.FormatConfig;
import io.portage.config.FormatProvider;
import io.portage.config.TableConfig.BeforeImage;
import io.portage.config.TableConfig.VersionOrder;
import io.portage.config.TableDefaults;
import io.portage.config.yaml.YamlMapping;
import io.portage.decode.protobuf.ProtobufEventShape;
import io.portage.decode.protobuf.ProtobufFormatConfig;
import io.portage.decode.protobuf.ProtobufSchemas;
import io.portage.decode.protobuf.ProtobufSchemasReader;
import io.portage.model.event.Format;
import java.util.Set;

/**
 * The format {@code protobuf}: the plain envelope in Protobuf.
 *
 * @param schemas the source of the message types
 */
public record ProtobufConfig(ProtobufSchemas schemas) implements ProtobufFormatConfig {
  private static final String NAME = "protobuf";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Format create(String unavailableValuePlaceholder) {
    return new ProtobufEnvelope(schemas, unavailableValuePlaceholder);
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
      return ProtobufSchemasReader.keys();
    }

    @Override
    public FormatConfig read(YamlMapping source) {
      return new ProtobufConfig(
          ProtobufSchemasReader.read(
              source, type -> ProtobufEventShape.check(type, ProtobufEnvelope.FIELDS)));
    }
  }
}
