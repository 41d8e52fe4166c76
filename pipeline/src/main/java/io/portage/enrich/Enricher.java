package io.portage.enrich;

import io.portage.config.PortageConfig;
import io.portage.config.TableConfig;
import io.portage.model.Change;
import io.portage.model.Columns;
import io.portage.model.Reason;
import io.portage.target.TargetTables;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Maps rows of source columns to rows of target columns. Not thread-safe.
 *
 * <p>A row mapper is compiled once per set of columns and reused without further lookups of names.
 */
final class Enricher {
  /**
   * The maximum number of cached mappers per table. Then the cache is cleared, so that a source
   * that invents columns cannot exhaust the memory.
   */
  private static final int MAX_PLANS = 1_000;

  /** The lifetime of a mapper without one of its target columns, which may be added later. */
  private static final long RETRY_MILLIS = 10_000;

  private final Map<String, TableMapping> mappings = new HashMap<>();
  private final Clock clock;

  /**
   * Compiles the mappings of {@code config}; {@code nulStripped} runs for each value from which NUL
   * characters were removed.
   */
  Enricher(PortageConfig config, TargetTables tables, Clock clock, Runnable nulStripped) {
    this.clock = clock;
    boolean textIsText = config.source().format().debezium() != null;
    Map<String, Columns> references = new HashMap<>();
    for (ReferenceSpec spec : ReferenceSpec.of(config)) {
      references.put(spec.name(), spec.columns());
    }
    for (TableConfig table : config.tables()) {
      if (table.columns() != null) {
        ColumnFitters fitters =
            new ColumnFitters(
                table.to(),
                tables,
                clock,
                table.nul() == TableConfig.NulPolicy.STRIP ? nulStripped : null);
        mappings.put(table.to(), TableMapping.of(table, fitters, references, textIsText));
      }
    }
  }

  /**
   * Returns the change with its target columns; the same object if its table has no mapping.
   *
   * @throws EnrichmentException if the change must become a dead letter; never for a delete
   */
  Change enrich(Change change, ReferenceSnapshot references, LookupMissCounter misses)
      throws EnrichmentException {
    TableMapping mapping = mappings.get(change.table());
    if (mapping == null || (change.op() != Change.Op.UPSERT && change.row().size() == 0)) {
      return change;
    }
    try {
      return plan(mapping, change.row().columns()).map(change, references, misses);
    } catch (EnrichmentException failure) {
      if (failure.cause().reason() != Reason.DOES_NOT_FIT || !mapping.reload()) {
        throw failure;
      }
      return plan(mapping, change.row().columns()).map(change, references, misses);
    }
  }

  private TargetRowMapper plan(TableMapping mapping, Columns columns) {
    Map<Columns, TargetRowMapper> plans = mapping.plans();
    @Nullable TargetRowMapper known = plans.get(columns);
    if (known != null && (!known.isProvisional() || clock.millis() < known.validUntil())) {
      return known;
    }
    if (plans.size() >= MAX_PLANS) {
      plans.clear();
    }
    TargetRowMapper plan = mapping.plan(columns, clock.millis() + RETRY_MILLIS);
    plans.put(columns, plan);
    return plan;
  }
}
