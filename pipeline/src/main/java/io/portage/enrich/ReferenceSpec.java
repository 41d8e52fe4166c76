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
 * A reference with the columns to read.
 *
 * @param name the reference's name
 * @param config its configuration
 * @param target the job's target database; null if the target has another sink
 * @param wanted the columns that lookups use, sorted
 */
record ReferenceSpec(
    String name, ReferenceConfig config, @Nullable JdbcConfig target, List<String> wanted)
    implements Serializable {

  /** Returns the references that some column looks up, by name. */
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
      throw new IllegalArgumentException("no such reference: " + name);
    }
    JdbcConfig target = config.target().sink() instanceof JdbcConfig jdbc ? jdbc : null;
    return new ReferenceSpec(name, reference, target, wanted);
  }

  Columns columns() {
    return Columns.of(wanted);
  }

  Duration refresh() {
    return config.refresh();
  }

  /**
   * Returns true if {@code content} has this key and these columns; the state of an older job may
   * have others.
   */
  boolean isSatisfiedBy(@Nullable ReferenceTable content) {
    return content != null
        && content.key().equals(config.key())
        && content.columns().equals(columns());
  }
}
