package io.portage.decode.debezium;

import io.portage.config.DebeziumConfig;
import io.portage.config.FormatConfig;
import io.portage.config.TableConfig.BeforeImage;
import io.portage.config.ColumnDrift.MissingColumnPolicy;
import io.portage.config.TableConfig.VersionOrder;
import io.portage.config.TableDefaults;
import java.util.List;
import java.util.Optional;

/** The properties of Debezium's formats that do not depend on the syntax. */
interface DebeziumFormatConfig extends FormatConfig {
  @Override
  DebeziumConfig debezium();

  @Override
  default TableDefaults tableDefaults() {
    return new TableDefaults(
        BeforeImage.KEY, VersionOrder.POSITION, MissingColumnPolicy.DEAD_LETTER);
  }

  @Override
  default Optional<String> tableProblem(String from, List<String> topics) {
    return from.indexOf('.') <= 0 || from.endsWith(".")
        ? Optional.of("not a source table: '" + from + "' (write schema.table)")
        : Optional.empty();
  }

  /**
   * Debezium's topics are named {@code prefix.schema.table}, so topics with the same end are the
   * same table of several servers.
   */
  @Override
  default List<String> topicsOf(String from, List<String> topics) {
    return topics.stream().filter(topic -> topic.endsWith("." + from)).toList();
  }
}
