package io.portage.config.reading;

import io.portage.config.AddedColumn;
import io.portage.config.AddedColumn.PropertyColumn;
import io.portage.config.AddedColumn.SourceProperty;
import io.portage.config.ColumnConfig;
import io.portage.config.ColumnConfig.ComputedColumn;
import io.portage.config.ColumnConfig.CopiedColumn;
import io.portage.config.ColumnConfig.LookupColumn;
import io.portage.config.ColumnConfig.MissPolicy;
import io.portage.config.yaml.YamlMapping;
import io.portage.config.yaml.YamlValue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads a table's {@code columns}. */
final class ColumnsReader {
  private static final Map<String, MissPolicy> MISS =
      Map.of("null", MissPolicy.NULL, "dead-letter", MissPolicy.DEAD_LETTER);

  private final ReferencesReader references;

  ColumnsReader(ReferencesReader references) {
    this.references = references;
  }

  private static final Map<String, SourceProperty> PROPERTIES =
      Arrays.stream(SourceProperty.values())
          .collect(
              Collectors.toUnmodifiableMap(
                  property -> property.name().toLowerCase(Locale.ROOT), property -> property));

  /**
   * The columns of a table.
   *
   * @param mapped the columns in file order; null for every column of the row
   * @param added the constants and source properties, which every row gets
   */
  record TableColumns(@Nullable Map<String, ColumnConfig> mapped, Map<String, AddedColumn> added) {}

  /** Reads the columns. If all of them are added ones, every column of the row is written, too. */
  TableColumns read(YamlValue field) {
    YamlMapping section = field.section();
    if (field.isNull() || (section.isPresent() && section.entries().isEmpty())) {
      field.reject("is empty (leave it out to take every column of the row)");
    }
    Map<String, AddedColumn> added = new LinkedHashMap<>();
    Map<String, ColumnConfig> columns = new LinkedHashMap<>();
    section.entries().forEach(column -> columns.put(column.name(), one(column, added)));
    boolean isWholeRow = added.size() == columns.size();
    return new TableColumns(
        isWholeRow ? null : Collections.unmodifiableMap(columns),
        Collections.unmodifiableMap(added));
  }

  private ColumnConfig one(YamlValue field, Map<String, AddedColumn> added) {
    YamlMapping section = field.section();
    YamlValue from = section.optional("from");
    YamlValue value = section.optional("value");
    YamlValue when = section.optional("when");
    YamlValue lookup = section.optional("lookup");
    YamlValue by = section.optional("by");
    YamlValue column = section.optional("column");
    YamlValue miss = section.optional("miss");
    YamlValue constant = section.optional("constant");
    YamlValue source = section.optional("source");
    section.finish();

    boolean computes = value.isPresent() || when.isPresent();
    boolean looksUp = lookup.isPresent() || by.isPresent() || column.isPresent() || isGiven(miss);
    List<String> forms = new ArrayList<>();
    if (from.isPresent()) {
      forms.add("from");
    }
    if (computes) {
      forms.add("value");
    }
    if (looksUp) {
      forms.add("lookup");
    }
    if (constant.isPresent()) {
      forms.add("constant");
      added.put(field.name(), new AddedColumn.ConstantColumn(constant.constant()));
    }
    if (source.isPresent()) {
      forms.add("source");
      added.put(field.name(), new PropertyColumn(source.choice(PROPERTIES, SourceProperty.TABLE)));
    }
    if (forms.size() > 1) {
      field.reject(
          "choose one of from, value, lookup, constant, source; found "
              + String.join(" and ", forms));
    }
    if (looksUp) {
      return lookedUp(lookup.required(), by.required(), column.required(), miss);
    }
    return computes ? computed(value.required(), when) : new CopiedColumn(from.text(field.name()));
  }

  private static boolean isGiven(YamlValue miss) {
    return miss.isPresent() || miss.isNull();
  }

  private static ComputedColumn computed(YamlValue value, YamlValue when) {
    String text = ExpressionReader.value(value);
    return new ComputedColumn(text, ExpressionReader.condition(when));
  }

  private LookupColumn lookedUp(YamlValue lookup, YamlValue by, YamlValue column, YamlValue miss) {
    references.check(lookup, column);
    return new LookupColumn(
        lookup.text(), by.text(), column.text(), miss.choice(MISS, MissPolicy.NULL));
  }
}
