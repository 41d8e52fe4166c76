package io.portage.decode.mysql;

import io.portage.config.ColumnDrift.MissingColumnPolicy;
import io.portage.config.TableConfig.BeforeImage;
import io.portage.config.TableConfig.VersionOrder;
import io.portage.config.TableDefaults;
import io.portage.decode.FormatWithoutSettings;
import io.portage.model.event.Format;
import java.util.List;
import java.util.Optional;

/** The format {@code canal-json}: the flat messages of Canal. */
public record CanalConfig() implements FormatWithoutSettings {
  @Override
  public String name() {
    return "canal-json";
  }

  @Override
  public Format create(String unavailableValuePlaceholder) {
    return new CanalJson();
  }

  @Override
  public TableDefaults tableDefaults() {
    return new TableDefaults(BeforeImage.WHOLE, VersionOrder.TIME, MissingColumnPolicy.DEAD_LETTER);
  }

  @Override
  public Optional<String> tableProblem(String from, List<String> topics) {
    return MysqlTables.problem(from);
  }

  @Override
  public Optional<String> orderProblem(VersionOrder order) {
    return order == VersionOrder.POSITION
        ? Optional.of("must be time or offset: flat messages of Canal have no position")
        : Optional.empty();
  }
}
