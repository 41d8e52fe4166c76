package io.portage.decode.plain;

import io.portage.config.ColumnDrift.MissingColumnPolicy;
import io.portage.config.TableConfig.BeforeImage;
import io.portage.config.TableConfig.VersionOrder;
import io.portage.config.TableDefaults;
import io.portage.decode.FormatWithoutSettings;
import io.portage.model.event.Format;

/** The format {@code envelope-json}: the plain envelope in JSON. */
public record EnvelopeJsonConfig() implements FormatWithoutSettings {
  @Override
  public String name() {
    return "envelope-json";
  }

  @Override
  public Format create(String unavailableValuePlaceholder) {
    return new EnvelopeJson(unavailableValuePlaceholder);
  }

  @Override
  public TableDefaults tableDefaults() {
    return new TableDefaults(BeforeImage.WHOLE, VersionOrder.TIME, MissingColumnPolicy.KEEP);
  }
}
