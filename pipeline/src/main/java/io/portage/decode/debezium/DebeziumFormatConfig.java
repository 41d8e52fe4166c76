package io.portage.decode.debezium;

import io.portage.config.DebeziumConfig;
import io.portage.config.FormatConfig;
import io.portage.config.TableConfig.BeforeImage;
import io.portage.config.TableConfig.MissingColumnPolicy;
import io.portage.config.TableConfig.VersionOrder;
import io.portage.config.TableDefaults;
import io.portage.decode.debezium.EnvelopeSettings.TombstoneMeaning;
import java.util.List;
import java.util.Optional;

/** The properties of Debezium's formats that do not depend on the syntax. */
interface DebeziumFormatConfig extends FormatConfig {
  @Override
  DebeziumConfig debezium();

  /** The shape of the events. */
  EnvelopeSettings envelope();

  /** True if a record without a value is a delete: it has neither a table nor a version. */
  private boolean hasBareDeletes() {
    return envelope().unwrapped() && envelope().tombstones() == TombstoneMeaning.DELETE;
  }

  @Override
  default Optional<String> orderProblem(VersionOrder order) {
    return hasBareDeletes() && order != VersionOrder.OFFSET
        ? Optional.of(
            "must be offset if source.debezium.tombstones is delete, because a tombstone has"
                + " neither a position nor a time")
        : Optional.empty();
  }

  @Override
  default TableDefaults tableDefaults() {
    return new TableDefaults(
        BeforeImage.KEY, VersionOrder.POSITION, MissingColumnPolicy.DEAD_LETTER);
  }

  @Override
  default Optional<String> tableProblem(String from, List<String> topics) {
    if (hasBareDeletes()) {
      return FormatConfig.super.tableProblem(from, topics);
    }
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
    if (hasBareDeletes()) {
      return FormatConfig.super.topicsOf(from, topics);
    }
    return topics.stream().filter(topic -> topic.endsWith("." + from)).toList();
  }
}
