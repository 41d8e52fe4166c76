package io.portage.decode.plain;

import io.portage.config.ColumnDrift.MissingColumnPolicy;
import io.portage.config.FormatConfig;
import io.portage.config.FormatProvider;
import io.portage.config.TableConfig.BeforeImage;
import io.portage.config.TableConfig.VersionOrder;
import io.portage.config.TableDefaults;
import io.portage.config.yaml.YamlMapping;
import io.portage.model.event.Format;

/** The format {@code envelope-json}: the plain envelope in JSON. */
public record EnvelopeJsonConfig() implements FormatConfig {
  private static final String NAME = "envelope-json";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Format create(String unavailableValuePlaceholder) {
    return new EnvelopeJson(unavailableValuePlaceholder);
  }

  @Override
  public TableDefaults tableDefaults() {
    return new TableDefaults(BeforeImage.WHOLE, VersionOrder.TIME, MissingColumnPolicy.KEEP);
  }

  /** The service. */
  public static final class Provider implements FormatProvider {
    @Override
    public String name() {
      return NAME;
    }

    @Override
    public FormatConfig read(YamlMapping source) {
      return new EnvelopeJsonConfig();
    }
  }
}
