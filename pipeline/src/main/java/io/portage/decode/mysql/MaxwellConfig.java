package io.portage.decode.mysql;

import io.portage.config.ColumnDrift.MissingColumnPolicy;
import io.portage.config.TableConfig.BeforeImage;
import io.portage.config.TableConfig.VersionOrder;
import io.portage.config.TableDefaults;
import io.portage.decode.FormatWithoutSettings;
import io.portage.model.event.Format;
import java.util.List;
import java.util.Optional;

/** The format {@code maxwell-json}: the messages of Maxwell. */
public record MaxwellConfig() implements FormatWithoutSettings {
  @Override
  public String name() {
    return "maxwell-json";
  }

  @Override
  public Format create(String unavailableValuePlaceholder) {
    return new MaxwellJson(unavailableValuePlaceholder);
  }

  @Override
  public TableDefaults tableDefaults() {
    return new TableDefaults(BeforeImage.WHOLE, VersionOrder.TIME, MissingColumnPolicy.DEAD_LETTER);
  }

  @Override
  public Optional<String> tableProblem(String from, List<String> topics) {
    return MysqlTables.problem(from);
  }
}
