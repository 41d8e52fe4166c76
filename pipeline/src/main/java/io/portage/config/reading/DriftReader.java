package io.portage.config.reading;

import io.portage.config.ColumnConfig;
import io.portage.config.ColumnConfig.ComputedColumn;
import io.portage.config.ColumnConfig.CopiedColumn;
import io.portage.config.ColumnConfig.LookupColumn;
import io.portage.config.ColumnDrift;
import io.portage.config.ColumnDrift.MissingColumnPolicy;
import io.portage.config.ColumnDrift.UnknownColumns;
import io.portage.config.TableConfig.MetadataColumns;
import io.portage.config.yaml.YamlMapping;
import io.portage.config.yaml.YamlValue;
import io.portage.expression.Expression;
import io.portage.expression.ExpressionException;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads a table's {@code unknownColumns} and {@code missingColumns}. */
final class DriftReader {
  private static final Map<String, UnknownColumns> UNKNOWN =
      Map.of(
          "ignore", UnknownColumns.IGNORE,
          "dead-letter", UnknownColumns.DEAD_LETTER,
          "add", UnknownColumns.ADD);

  private static final Map<String, MissingColumnPolicy> MISSING =
      Map.of(
          "dead-letter", MissingColumnPolicy.DEAD_LETTER,
          "keep", MissingColumnPolicy.KEEP,
          "null", MissingColumnPolicy.NULL);

  private final String table;
  private final @Nullable Map<String, ColumnConfig> columns;
  private final MetadataColumns metadata;

  /**
   * Creates the reader of one table.
   *
   * @param columns the target columns with their sources, or null for every column of the row
   */
  DriftReader(String table, @Nullable Map<String, ColumnConfig> columns, MetadataColumns metadata) {
    this.table = table;
    this.columns = columns;
    this.metadata = metadata;
  }

  /**
   * Reads both settings.
   *
   * @param missing the default of {@code missingColumns}
   * @param key the key's source columns
   */
  ColumnDrift read(YamlMapping section, MissingColumnPolicy missing, Set<String> key) {
    return new ColumnDrift(
        unknown(section.optional("unknownColumns"), key),
        section.optional("missingColumns").choice(MISSING, missing));
  }

  private UnknownColumns unknown(YamlValue field, Set<String> key) {
    UnknownColumns otherwise = columns == null ? UnknownColumns.DEAD_LETTER : UnknownColumns.IGNORE;
    if (field.isMapping()) {
      YamlMapping section = field.section();
      YamlValue column = section.required("json");
      String name = column.text();
      section.finish();
      if (name.isEmpty()) {
        return otherwise;
      }
      if (isTaken(name, key)) {
        column.reject("column " + name + " is already used for another value");
      }
      return UnknownColumns.json(name);
    }
    UnknownColumns choice = field.choice(UNKNOWN, otherwise);
    if (choice.equals(UnknownColumns.ADD) && columns != null) {
      field.reject(
          "add needs a table without columns, whose target has the columns of "
              + table
              + "'s source under their own names (remove columns, or use json: <column>)");
    }
    return choice;
  }

  private boolean isTaken(String name, Set<String> key) {
    Set<String> taken = new HashSet<>(key);
    taken.addAll(
        Arrays.asList(
            metadata.version(),
            metadata.deleted(),
            metadata.sourceTime(),
            metadata.appliedTime(),
            metadata.sourcePosition()));
    if (columns != null) {
      taken.addAll(columns.keySet());
      columns.values().forEach(column -> taken.addAll(inputs(column)));
    }
    return taken.contains(name);
  }

  private static Collection<String> inputs(ColumnConfig column) {
    if (column instanceof CopiedColumn copied) {
      return List.of(copied.from());
    } else if (column instanceof LookupColumn lookup) {
      return List.of(lookup.by());
    }
    ComputedColumn computed = (ComputedColumn) column;
    Set<String> inputs = new HashSet<>(inputs(computed.value()));
    if (computed.when() != null) {
      inputs.addAll(inputs(computed.when()));
    }
    return inputs;
  }

  private static Collection<String> inputs(String expression) {
    try {
      return Expression.compile(expression).inputs();
    } catch (ExpressionException e) {
      return List.of(); // reported where the expression is read
    }
  }
}
