package io.portage.enrich;

import io.portage.config.ColumnConfig.LookedUp;
import io.portage.config.ColumnConfig.Miss;
import io.portage.model.Change;
import io.portage.model.Reason;
import io.portage.model.Row;
import io.portage.model.Version;
import io.portage.target.Fitter;
import org.jspecify.annotations.Nullable;

/** Looks a column up in a reference. */
final class LookupStep implements ColumnStep {
  private final String column;
  private final LookedUp lookup;
  private final int by;
  private final int wanted;
  private final Fitter fitter;

  /**
   * A lookup.
   *
   * @param by the place of the reference's key in the source row
   * @param wanted the place of the wanted column in the reference's rows
   */
  LookupStep(String column, LookedUp lookup, int by, int wanted, Fitter fitter) {
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
  public @Nullable Object value(Change change, References references, LookupMisses misses)
      throws EnrichFailure {
    Object key = change.row().get(by);
    return ColumnStep.fit(fitter, key == null ? null : find(key, references, misses));
  }

  @Override
  public Version version(Change.Life life) {
    return life.ofColumn(by);
  }

  private @Nullable Object find(Object key, References references, LookupMisses misses)
      throws EnrichFailure {
    Reference reference = references.get(lookup.lookup());
    if (reference == null) {
      throw new IllegalStateException("reference " + lookup.lookup() + " has not been read");
    }
    Row entry = reference.rows().get(KeyText.of(key));
    if (entry != null) {
      return entry.get(wanted);
    }
    if (lookup.miss() == Miss.DEAD_LETTER) {
      throw new EnrichFailure(
          Reason.REFERENCE_MISSING,
          column,
          "reference " + lookup.lookup() + " has no entry for the row's " + lookup.by());
    }
    misses.add();
    return null;
  }
}
