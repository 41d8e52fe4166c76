package io.portage.enrich;

import io.portage.config.ColumnConfig.LookupColumn;
import io.portage.config.JdbcConfig;
import io.portage.config.PortageConfig;
import io.portage.config.ReferenceConfig;
import io.portage.config.TableConfig;
import io.portage.model.Columns;
import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What is to be read of a reference.
 *
 * @param name its name
 * @param config where it comes from
 * @param connection where a query runs
 * @param wanted the columns that lookups want, sorted
 */
record ReferenceSpec(
    String name, ReferenceConfig config, JdbcConfig connection, List<String> wanted)
    implements Serializable {

  /** The references that some column looks something up in, by name. */
  static List<ReferenceSpec> of(PortageConfig config) {
    Map<String, TreeSet<String>> wanted = new TreeMap<>();
    for (TableConfig table : config.tables()) {
      if (table.columns() != null) {
        table.columns().values().stream()
            .filter(LookupColumn.class::isInstance)
            .map(LookupColumn.class::cast)
            .forEach(
                column ->
                    wanted
                        .computeIfAbsent(column.lookup(), name -> new TreeSet<>())
                        .add(column.column()));
      }
    }
    List<ReferenceSpec> specs = new ArrayList<>();
    wanted.forEach((name, columns) -> specs.add(of(name, List.copyOf(columns), config)));
    return specs;
  }

  private static ReferenceSpec of(String name, List<String> wanted, PortageConfig config) {
    ReferenceConfig reference = config.references().get(name);
    if (reference == null) {
      throw new IllegalArgumentException("no reference is called " + name);
    }
    JdbcConfig connection =
        reference.connection() == null ? config.target().jdbc() : reference.connection();
    return new ReferenceSpec(name, reference, connection, wanted);
  }

  Columns columns() {
    return Columns.of(wanted);
  }

  Duration refresh() {
    return config.refresh();
  }

  /** Whether {@code content} is what this asks for; it may come from the state of an older job. */
  boolean isSatisfiedBy(@Nullable ReferenceTable content) {
    return content != null
        && content.key().equals(config.key())
        && content.columns().equals(columns());
  }
}
