package io.portage.enrich;

import io.portage.target.Fitter;
import io.portage.target.TargetColumn;
import io.portage.target.TargetTable;
import io.portage.target.TargetTables;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds how values are fitted to the columns of one target table. */
final class TargetFitters {
  private final String table;
  private final TargetTables tables;

  TargetFitters(String table, TargetTables tables) {
    this.table = table;
    this.tables = tables;
  }

  /** The column's fitter, or null when the target has no such column, not even when asked anew. */
  @Nullable Fitter find(String column) {
    TargetColumn known = column(tables.find(table), column);
    TargetColumn found = known == null ? column(tables.refresh(table), column) : known;
    return found == null ? null : Fitter.of(found);
  }

  private static @Nullable TargetColumn column(Optional<TargetTable> table, String column) {
    return table.isEmpty() ? null : table.get().column(column);
  }
}
