package io.portage.expression;

import io.portage.config.ColumnConfig;
import io.portage.config.ColumnConfig.ComputedColumn;
import io.portage.config.ColumnConfig.CopiedColumn;
import io.portage.config.ColumnConfig.LookupColumn;
import io.portage.config.TableConfig;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The column mapping of one table with compiled expressions. Immutable.
 *
 * @param columns the target columns in the order of the configuration
 */
public record ColumnMapping(List<MappedColumn> columns) {
  /**
   * A target column.
   *
   * @param name its name
   * @param config its configuration
   * @param value the expression, or null if the column is not computed
   * @param when the condition, or null
   * @param inputs the source columns that the value depends on
   */
  public record MappedColumn(
      String name,
      ColumnConfig config,
      @Nullable Expression value,
      @Nullable Expression when,
      Set<String> inputs) {
    /** Returns the source column of a copy; null for other columns. */
    public @Nullable String copyOf() {
      return config instanceof CopiedColumn copied ? copied.from() : null;
    }

    /** Returns true if the expression or the condition may read every source column. */
    public boolean readsWholeRow() {
      return (value != null && value.readsWholeRow()) || (when != null && when.readsWholeRow());
    }
  }

  /**
   * Compiles the mapping of a table that lists its columns.
   *
   * @throws IllegalArgumentException if an expression is invalid; a configuration that was read
   *     from YAML has none
   */
  public static ColumnMapping of(TableConfig table) {
    Map<String, ColumnConfig> configs = Objects.requireNonNull(table.columns());
    return new ColumnMapping(
        configs.entrySet().stream()
            .map(column -> compile(table, column.getKey(), column.getValue()))
            .toList());
  }

  private static MappedColumn compile(TableConfig table, String name, ColumnConfig config) {
    if (config instanceof CopiedColumn copied) {
      return new MappedColumn(name, config, null, null, Set.of(copied.from()));
    }
    if (config instanceof LookupColumn lookup) {
      return new MappedColumn(name, config, null, null, Set.of(lookup.by()));
    }
    ComputedColumn computed = (ComputedColumn) config;
    try {
      Expression value = Expression.compile(computed.value());
      Expression when =
          computed.when() == null ? null : Expression.compileCondition(computed.when());
      Set<String> inputs = new LinkedHashSet<>(value.inputs());
      if (when != null) {
        inputs.addAll(when.inputs());
      }
      return new MappedColumn(name, config, value, when, inputs);
    } catch (ExpressionException e) {
      throw new IllegalArgumentException(
          "table " + table.from() + ", column " + name + ": " + e.getMessage(), e);
    }
  }
}
