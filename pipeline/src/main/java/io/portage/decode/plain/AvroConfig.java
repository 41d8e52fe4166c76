package io.portage.decode.plain;

import io.portage.config.ColumnDrift.MissingColumnPolicy;
import io.portage.config.FormatConfig;
import io.portage.config.FormatProvider;
import io.portage.config.TableConfig.BeforeImage;
import io.portage.config.TableConfig.VersionOrder;
import io.portage.config.TableDefaults;
import io.portage.config.yaml.YamlMapping;
import io.portage.decode.avro.AvroFormatConfig;
import io.portage.decode.avro.AvroSchemas;
import io.portage.decode.avro.AvroSchemasReader;
import io.portage.model.event.Format;
import java.util.Optional;
import java.util.Set;

/**
 * The format {@code avro}: the plain envelope in binary Avro.
 *
 * @param schemas the source of the schemas
 */
public record AvroConfig(AvroSchemas schemas) implements AvroFormatConfig {
  private static final String NAME = "avro";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Format create(String unavailableValuePlaceholder) {
    return new AvroEnvelope(schemas, unavailableValuePlaceholder);
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
      return AvroSchemasReader.keys();
    }

    @Override
    public FormatConfig read(YamlMapping source) {
      return new AvroConfig(
          AvroSchemasReader.read(
              source, AvroEnvelope.SCHEMA::parse, Optional.empty(), schema -> {}));
    }
  }
}
