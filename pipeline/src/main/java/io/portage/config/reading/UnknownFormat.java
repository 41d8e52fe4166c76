package io.portage.config.reading;

import io.portage.config.ColumnDrift.MissingColumnPolicy;
import io.portage.config.FormatConfig;
import io.portage.config.TableConfig.BeforeImage;
import io.portage.config.TableConfig.VersionOrder;
import io.portage.config.TableDefaults;
import io.portage.model.event.Format;
import java.util.List;
import java.util.Optional;

/**
 * The format of a file whose {@code source.format} is missing or unknown, so that reading continues
 * and finds the remaining errors.
 */
record UnknownFormat() implements FormatConfig {
  @Override
  public String name() {
    return "unknown";
  }

  @Override
  public Format create(String unavailableValuePlaceholder) {
    throw new IllegalStateException("the file was rejected");
  }

  @Override
  public TableDefaults tableDefaults() {
    return new TableDefaults(BeforeImage.WHOLE, VersionOrder.TIME, MissingColumnPolicy.KEEP);
  }

  /** The meaning of {@code from} is unknown, so it is not checked. */
  @Override
  public Optional<String> tableProblem(String from, List<String> topics) {
    return Optional.empty();
  }
}
