package io.portage.verify.explain;

import io.portage.config.PortageConfig;
import io.portage.config.TableConfig;
import io.portage.config.routing.AmbiguousRouteException;
import io.portage.config.routing.TableRoutes;
import io.portage.model.Columns;
import io.portage.model.Row;
import io.portage.model.event.DecodedRecord;
import io.portage.model.event.Image;
import io.portage.normalize.AddedValues;
import io.portage.target.TargetColumn;
import io.portage.target.ValueDoesNotFitException;
import io.portage.target.fitting.ColumnFitter;
import io.portage.target.source.SourceValueInterpreter;
import io.portage.verify.compare.ComparedTarget;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds the keys of records that Normalize rejects, whose other columns need not fit. Not
 * thread-safe.
 */
public final class RecordKeys {
  private final PortageConfig config;
  private final TableRoutes routes;
  private final TargetFinder targets;

  /**
   * The keys of a job's records.
   *
   * @param targets finds the target tables
   */
  public RecordKeys(PortageConfig config, TargetFinder targets) {
    this.config = config;
    this.routes = TableRoutes.of(config.tables());
    this.targets = targets;
  }

  /** Finds target tables by their names. */
  @FunctionalInterface
  public interface TargetFinder {
    /** Returns the table; null if it is not compared. */
    @Nullable ComparedTarget find(String name);
  }

  /**
   * A row of a target table.
   *
   * @param table the table's name
   * @param key the key, fitted to the target
   */
  public record KeyOfTable(String table, Row key) {}

  /**
   * Returns the table and the key of the row that a record changes, by its new image if it has
   * both; null if it cannot be told, or is in no known table.
   */
  public @Nullable KeyOfTable of(DecodedRecord event) {
    Optional<TableConfig> routed;
    try {
      routed = routes.find(event.envelope().table(), event.record().coordinates().topic());
    } catch (AmbiguousRouteException ambiguous) {
      return null;
    }
    ComparedTarget target = routed.isEmpty() ? null : targets.find(routed.get().to());
    if (target == null) {
      return null;
    }
    TableConfig table = routed.orElseThrow().keyedBy(target.side().table().primaryKey());
    DecodedRecord whole = new AddedValues(table).addTo(event);
    Image image =
        whole.envelope().after() == null ? whole.envelope().before() : whole.envelope().after();
    return image == null ? null : key(table, target, image);
  }

  private @Nullable KeyOfTable key(TableConfig table, ComparedTarget target, Image image) {
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
    return new KeyOfTable(target.name(), Row.of(Columns.of(table.key()), key));
  }
}
