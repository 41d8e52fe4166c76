package io.portage.target.source;

import io.portage.config.ColumnConfig;
import io.portage.config.ColumnConfig.ComputedColumn;
import io.portage.config.ColumnConfig.CopiedColumn;
import io.portage.config.DebeziumConfig;
import io.portage.config.DebeziumConfig.DecimalMode;
import io.portage.config.DebeziumConfig.IntervalMode;
import io.portage.config.DebeziumConfig.TimeMode;
import io.portage.config.SourceConfig;
import io.portage.config.TableConfig;
import io.portage.config.TableConfig.MetadataColumns;
import io.portage.expression.Expression;
import io.portage.expression.ExpressionException;
import io.portage.target.TargetColumn;
import io.portage.target.TargetTable;
import io.portage.target.TypeFamily;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A column whose values cannot be interpreted without a setting about Debezium's connector; until
 * it is set, changes with such values become dead letters.
 *
 * @param column the target's column
 * @param setting the missing or insufficient setting
 * @param advice the action for the user
 */
public record RequiredSourceSetting(String column, SourceSetting setting, String advice) {
  /**
   * Returns the settings that the table's columns need, in the table's order. Columns whose values
   * are of another kind than their type suggests (numbers in a text, for example) may need more;
   * columns that only receive nulls need less.
   *
   * @param schema true if the messages carry the schema part
   */
  public static List<RequiredSourceSetting> of(
      SourceConfig source, TableConfig table, TargetTable target, boolean schema) {
    DebeziumConfig debezium = source.format().debezium();
    if (debezium == null) {
      return List.of();
    }
    Set<String> copied = copied(table, target);
    List<RequiredSourceSetting> needs = new ArrayList<>();
    for (TargetColumn column : target.columns().values()) {
      if (copied.contains(column.name()) && !column.generated()) {
        RequiredSourceSetting need = need(debezium, column, schema);
        if (need != null) {
          needs.add(need);
        }
      }
    }
    return List.copyOf(needs);
  }

  private static Set<String> copied(TableConfig table, TargetTable target) {
    Map<String, ColumnConfig> columns = table.columns();
    Set<String> copied = new HashSet<>();
    if (columns != null) {
      columns.forEach(
          (name, column) -> {
            if (column instanceof CopiedColumn
                || (column instanceof ComputedColumn one && selects(one))) {
              copied.add(name);
            }
          });
      return copied;
    }
    copied.addAll(target.columns().keySet());
    MetadataColumns names = table.metadata();
    Arrays.asList(
            names.version(),
            names.deleted(),
            names.sourceTime(),
            names.appliedTime(),
            names.sourcePosition())
        .forEach(copied::remove);
    return copied;
  }

  /** Returns true if the computed column selects a source column unchanged, like a copied one. */
  private static boolean selects(ComputedColumn column) {
    try {
      return !Expression.compile(column.value()).selected().isEmpty();
    } catch (ExpressionException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  private static @Nullable RequiredSourceSetting need(
      DebeziumConfig debezium, TargetColumn column, boolean schema) {
    TypeFamily family =
        column.family() == TypeFamily.ARRAY ? column.element().family() : column.family();
    if (SourceValueInterpreter.isUnknown(column)) {
      Boolean sent = debezium.unknownTypes();
      if (sent == null) {
        return unset(column, SourceSetting.UNKNOWN_TYPES);
      }
      return sent && debezium.binary() == null ? unset(column, SourceSetting.BINARY) : null;
    }
    if (family == TypeFamily.BYTES) {
      return debezium.binary() == null ? unset(column, SourceSetting.BINARY) : null;
    }
    if (schema) {
      return null;
    }
    return switch (family) {
      case MONEY -> debezium.decimal() == null ? unset(column, SourceSetting.DECIMAL) : null;
      case DECIMAL -> numeric(debezium.decimal(), column);
      case TIME, TIMESTAMP -> time(debezium.time(), column, family);
      case INTERVAL -> interval(debezium, column);
      default -> null;
    };
  }

  private static @Nullable RequiredSourceSetting numeric(
      @Nullable DecimalMode decimal, TargetColumn column) {
    if (decimal == null) {
      return unset(column, SourceSetting.DECIMAL);
    }
    return decimal == DecimalMode.PRECISE && column.length() == 0
        ? new RequiredSourceSetting(
            column.name(),
            SourceSetting.DECIMAL,
            SourceSetting.DECIMAL.key()
                + " is precise, and the column has no scale: if the source's column has one, give"
                + " this one the type numeric(p,s), send the schema part, or set the connector and"
                + " this setting to string")
        : null;
  }

  private static @Nullable RequiredSourceSetting time(
      @Nullable TimeMode time, TargetColumn column, TypeFamily family) {
    if (time == null) {
      return unset(column, SourceSetting.TIME);
    }
    boolean adaptive =
        time == TimeMode.ADAPTIVE
            || (time == TimeMode.ADAPTIVE_TIME_MICROSECONDS && family == TypeFamily.TIMESTAMP);
    return adaptive
        ? new RequiredSourceSetting(
            column.name(),
            SourceSetting.TIME,
            SourceSetting.TIME.key()
                + " is "
                + time.label()
                + ", whose unit depends on the source column's precision: send the schema part, or"
                + " set the connector and this setting to microseconds or isostring")
        : null;
  }

  private static @Nullable RequiredSourceSetting interval(
      DebeziumConfig debezium, TargetColumn column) {
    if (debezium.interval() == null) {
      return unset(column, SourceSetting.INTERVAL);
    } else if (debezium.interval() == IntervalMode.STRING) {
      return null;
    }
    TimeMode time = debezium.time();
    if (time == null) {
      return unset(column, SourceSetting.TIME);
    }
    return SourceTimeInterpreter.isMicros(time)
        ? null
        : new RequiredSourceSetting(
            column.name(), SourceSetting.TIME, SourceTimeInterpreter.ambiguous(time));
  }

  private static RequiredSourceSetting unset(TargetColumn column, SourceSetting setting) {
    return new RequiredSourceSetting(
        column.name(),
        setting,
        "set " + setting.key() + " to the connector's " + setting.property());
  }
}
