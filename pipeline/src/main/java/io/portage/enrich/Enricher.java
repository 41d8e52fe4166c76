package io.portage.enrich;

import io.portage.config.PortageConfig;
import io.portage.config.TableConfig;
import io.portage.config.routing.TableRoutes;
import io.portage.model.Change;
import io.portage.model.Columns;
import io.portage.model.RejectedChangeException;
import io.portage.target.TargetTables;
import io.portage.target.fitting.TableMetadata;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Maps rows of source columns to rows of target columns. Not thread-safe.
 *
 * <p>A row mapper is compiled once per set of columns and reused without further lookups of names.
 */
final class Enricher {
  private final Map<String, Optional<TableMapping>> mappings = new HashMap<>();
  private final TableRoutes routes;
  private final Function<TableConfig, TableMapping> factory;

  /**
   * Compiles the mappings of {@code config}; {@code nulStripped} runs for each value from which NUL
   * characters were removed.
   */
  Enricher(PortageConfig config, TargetTables tables, Clock clock, Runnable nulStripped) {
    boolean textIsText = config.source().format().debezium() != null;
    Map<String, Columns> references = new HashMap<>();
    for (ReferenceSpec spec : ReferenceSpec.of(config)) {
      references.put(spec.name(), spec.columns());
    }
    routes = TableRoutes.of(config.tables());
    factory =
        table ->
            new TableMapping(
                table,
                new TableMetadata(table, tables, clock, nulStripped),
                references,
                textIsText);
    config.tables().stream()
        .filter(table -> !table.route().isPattern())
        .forEach(table -> mapping(table.to()));
  }

  /** Returns the mapping of a target table, or null if its rows are not mapped. */
  private @Nullable TableMapping mapping(String target) {
    return mappings
        .computeIfAbsent(
            target, to -> routes.ofTarget(to).filter(table -> table.columns() != null).map(factory))
        .orElse(null);
  }

  /**
   * Returns the change with its target columns; the same object if its table has no mapping.
   *
   * @throws RejectedChangeException if the change must become a dead letter; never for a delete
   */
  Change enrich(Change change, ReferenceSnapshot references, LookupMissCounter misses)
      throws RejectedChangeException {
    TableMapping mapping = mapping(change.table());
    if (mapping == null || (change.op() != Change.Op.UPSERT && change.row().size() == 0)) {
      return change;
    }
    try {
      return mapping.mapper(change.row().columns()).map(change, references, misses);
    } catch (RejectedChangeException rejected) {
      if (!rejected.dependsOnTarget() || !mapping.reload()) {
        throw rejected;
      }
      return mapping.mapper(change.row().columns()).map(change, references, misses);
    }
  }
}
