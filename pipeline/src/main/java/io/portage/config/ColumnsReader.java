package io.portage.config;

import io.portage.config.ColumnConfig.Computed;
import io.portage.config.ColumnConfig.Copied;
import io.portage.config.ColumnConfig.LookedUp;
import io.portage.config.ColumnConfig.Miss;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads a table's {@code columns}. */
final class ColumnsReader {
  private static final Map<String, Miss> MISS =
      Map.of("null", Miss.NULL, "dead-letter", Miss.DEAD_LETTER);

  private final References references;

  ColumnsReader(References references) {
    this.references = references;
  }

  /** The columns in file order, or null for every column of the row. */
  @Nullable Map<String, ColumnConfig> read(Field field) {
    Section section = field.section();
    if (field.isNull() || (section.isThere() && section.entries().isEmpty())) {
      field.problem("is empty (leave it out to take every column of the row)");
    }
    if (section.entries().isEmpty()) {
      return null;
    }
    Map<String, ColumnConfig> columns = new LinkedHashMap<>();
    section.entries().forEach(column -> columns.put(column.name(), one(column)));
    return Collections.unmodifiableMap(columns);
  }

  private ColumnConfig one(Field field) {
    Section section = field.section();
    Field from = section.optional("from");
    Field value = section.optional("value");
    Field when = section.optional("when");
    Field lookup = section.optional("lookup");
    Field by = section.optional("by");
    Field column = section.optional("column");
    Field miss = section.optional("miss");
    section.finish();

    boolean computes = value.isThere() || when.isThere();
    boolean looksUp = lookup.isThere() || by.isThere() || column.isThere() || given(miss);
    List<String> forms = new ArrayList<>();
    if (from.isThere()) {
      forms.add("from");
    }
    if (computes) {
      forms.add("value");
    }
    if (looksUp) {
      forms.add("lookup");
    }
    if (forms.size() > 1) {
      field.problem("is either from, value or lookup, not " + String.join(" and ", forms));
    }
    if (looksUp) {
      return lookedUp(lookup.required(), by.required(), column.required(), miss);
    }
    return computes ? computed(value.required(), when) : new Copied(from.text(field.name()));
  }

  private static boolean given(Field miss) {
    return miss.isThere() || miss.isNull();
  }

  private static Computed computed(Field value, Field when) {
    String text = Expressions.value(value);
    return new Computed(text, Expressions.condition(when));
  }

  private LookedUp lookedUp(Field lookup, Field by, Field column, Field miss) {
    references.check(lookup, column);
    return new LookedUp(lookup.text(), by.text(), column.text(), miss.choice(MISS, Miss.NULL));
  }
}
