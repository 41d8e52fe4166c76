package io.portage.verify.explain;

import io.portage.config.PortageConfig;
import io.portage.config.TableConfig;
import io.portage.config.routing.AmbiguousRouteException;
import io.portage.config.routing.TableRoutes;
import io.portage.model.Columns;
import io.portage.model.Row;
import io.portage.model.RowKey;
import io.portage.model.event.DecodedRecord;
import io.portage.model.event.Image;
import io.portage.normalize.AddedValues;
import io.portage.target.TargetColumn;
import io.portage.target.ValueDoesNotFitException;
import io.portage.target.fitting.ColumnFitter;
import io.portage.target.source.SourceValueInterpreter;
import io.portage.verify.compare.ComparedTarget;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds the keys of records that Normalize rejects, whose other columns need not fit. Not
 * thread-safe.
 */
public final class RecordKeys {
  private final PortageConfig config;
  private final TableRoutes routes;
  private final Map<String, ComparedTarget> targets = new HashMap<>();

  /** The keys of records whose rows are in one of {@code targets}. */
  public RecordKeys(PortageConfig config, List<ComparedTarget> targets) {
    this.config = config;
    this.routes = TableRoutes.of(config.tables());
    targets.forEach(target -> this.targets.put(target.name(), target));
  }

  /**
   * Returns the identity of the row that a record changes, by its new image if it has both; null if
   * it cannot be told, or is in no known table.
   */
  public @Nullable RowKey of(DecodedRecord event) {
    Optional<TableConfig> routed;
    try {
      routed = routes.find(event.envelope().table(), event.record().coordinates().topic());
    } catch (AmbiguousRouteException ambiguous) {
      return null;
    }
    ComparedTarget target = routed.map(table -> targets.get(table.to())).orElse(null);
    if (target == null) {
      return null;
    }
    TableConfig table = routed.orElseThrow().keyedBy(target.side().table().primaryKey());
    DecodedRecord whole = new AddedValues(table).addTo(event);
    Image image =
        whole.envelope().after() == null ? whole.envelope().before() : whole.envelope().after();
    return image == null ? null : key(table, target, image);
  }

  private @Nullable RowKey key(TableConfig table, ComparedTarget target, Image image) {
    SourceValueInterpreter values = SourceValueInterpreter.of(config.source(), image.typed());
    List<TargetColumn> columns = target.side().key();
    @Nullable Object[] key = new Object[columns.size()];
    try {
      for (int i = 0; i < key.length; i++) {
        String name = table.key().get(i);
        Object value = image.row().get(name);
        if (value == null) {
          return null;
        }
        TargetColumn column = columns.get(i);
        boolean isOwn = !table.route().added().containsKey(name);
        key[i] = ColumnFitter.of(column).fitKey(isOwn ? values.read(column, value) : value);
      }
    } catch (ValueDoesNotFitException unreadable) {
      return null;
    }
    return target.identity(Row.of(Columns.of(table.key()), key));
  }
}
