package io.portage.enrich;

import io.portage.config.ColumnConfig.LookupColumn;
import io.portage.config.ColumnConfig.MissPolicy;
import io.portage.model.Change;
import io.portage.model.Reason;
import io.portage.model.RejectedChangeException;
import io.portage.model.Row;
import io.portage.model.Version;
import io.portage.target.fitting.ColumnFitter;
import org.jspecify.annotations.Nullable;

/** Reads a column's value from a reference. */
final class LookupMapper implements ColumnMapper {
  private final String column;
  private final LookupColumn lookup;
  private final int by;
  private final int wanted;
  private final ColumnFitter fitter;

  /**
   * Creates a mapper.
   *
   * @param by the place of the reference's key in the source row
   * @param wanted the place of the selected column in the reference's rows
   */
  LookupMapper(String column, LookupColumn lookup, int by, int wanted, ColumnFitter fitter) {
    this.column = column;
    this.lookup = lookup;
    this.by = by;
    this.wanted = wanted;
    this.fitter = fitter;
  }

  @Override
  public String column() {
    return column;
  }

  @Override
  public @Nullable Object value(
      Change change, ReferenceSnapshot references, LookupMissCounter misses)
      throws RejectedChangeException {
    Object key = change.row().get(by);
    return ColumnMapper.fit(fitter, key == null ? null : find(key, references, misses));
  }

  @Override
  public Version version(Change.RowLineage lineage) {
    return lineage.ofColumn(by);
  }

  private @Nullable Object find(Object key, ReferenceSnapshot references, LookupMissCounter misses)
      throws RejectedChangeException {
    ReferenceTable reference = references.get(lookup.lookup());
    if (reference == null) {
      throw new IllegalStateException("reference " + lookup.lookup() + " has not been read");
    }
    Row entry = reference.rows().get(LookupKey.of(key));
    if (entry != null) {
      return entry.get(wanted);
    }
    if (lookup.miss() == MissPolicy.DEAD_LETTER) {
      throw RejectedChangeException.inColumn(
          Reason.REFERENCE_MISSING,
          column,
          "reference " + lookup.lookup() + " has no entry for the row's " + lookup.by());
    }
    misses.add();
    return null;
  }
}
