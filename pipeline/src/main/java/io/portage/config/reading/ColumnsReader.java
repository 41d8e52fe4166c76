package io.portage.config.reading;

import io.portage.config.ColumnConfig;
import io.portage.config.ColumnConfig.ComputedColumn;
import io.portage.config.ColumnConfig.CopiedColumn;
import io.portage.config.ColumnConfig.LookupColumn;
import io.portage.config.ColumnConfig.MissPolicy;
import io.portage.config.yaml.YamlMapping;
import io.portage.config.yaml.YamlValue;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads a table's {@code columns}. */
final class ColumnsReader {
  private static final Map<String, MissPolicy> MISS =
      Map.of("null", MissPolicy.NULL, "dead-letter", MissPolicy.DEAD_LETTER);

  private final ReferencesReader references;

  ColumnsReader(ReferencesReader references) {
    this.references = references;
  }

  /** Reads the columns in file order; null for every column of the row. */
  @Nullable Map<String, ColumnConfig> read(YamlValue field) {
    YamlMapping section = field.section();
    if (field.isNull() || (section.isPresent() && section.entries().isEmpty())) {
      field.reject("is empty (leave it out to take every column of the row)");
    }
    if (section.entries().isEmpty()) {
      return null;
    }
    Map<String, ColumnConfig> columns = new LinkedHashMap<>();
    section.entries().forEach(column -> columns.put(column.name(), one(column)));
    return Collections.unmodifiableMap(columns);
  }

  private ColumnConfig one(YamlValue field) {
    YamlMapping section = field.section();
    YamlValue from = section.optional("from");
    YamlValue value = section.optional("value");
    YamlValue when = section.optional("when");
    YamlValue lookup = section.optional("lookup");
    YamlValue by = section.optional("by");
    YamlValue column = section.optional("column");
    YamlValue miss = section.optional("miss");
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
    if (forms.size() > 1) {
      field.reject("choose one of from, value, lookup; found " + String.join(" and ", forms));
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
