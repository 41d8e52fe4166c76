package io.portage.enrich;

import io.portage.config.reference.ReferenceException;
import io.portage.config.reference.ReferenceRows;
import io.portage.model.Columns;
import io.portage.model.Row;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Collects the entries of a reference by key, and keeps the columns that lookups use. */
final class ReferenceEntries implements ReferenceRows {
  private final String key;
  private final Columns wanted;
  private final Map<String, Row> rows = new HashMap<>();
  private final int[] positions;
  private int keyPosition = -1;

  ReferenceEntries(ReferenceSpec spec) {
    this.key = spec.config().key();
    this.wanted = spec.columns();
    this.positions = new int[wanted.size()];
  }

  @Override
  public void columns(List<String> names) throws ReferenceException {
    keyPosition = position(key, names);
    for (int i = 0; i < positions.length; i++) {
      positions[i] = position(wanted.names().get(i), names);
    }
  }

  @Override
  public void add(@Nullable Object[] values, String place) throws ReferenceException {
    Object keyValue = values[keyPosition];
    if (keyValue == null) {
      throw new ReferenceException(place + " has no " + key);
    }
    @Nullable Object[] kept = new Object[positions.length];
    for (int i = 0; i < kept.length; i++) {
      kept[i] = values[positions[i]];
    }
    if (rows.put(LookupKey.of(keyValue), Row.of(wanted, kept)) != null) {
      throw new ReferenceException(place + " has the same " + key + " as an earlier entry");
    }
  }

  /**
   * Returns the content.
   *
   * @param now the time of the read, milliseconds since 1970
   * @throws ReferenceException if the source has not named its columns
   */
  ReferenceTable toReference(long now) throws ReferenceException {
    if (keyPosition < 0) {
      throw new ReferenceException("the source named no columns");
    }
    return new ReferenceTable(key, wanted, rows, now);
  }

  private static int position(String column, List<String> names) throws ReferenceException {
    int position = names.indexOf(column);
    if (position < 0) {
      throw new ReferenceException("there is no column " + column);
    }
    return position;
  }
}
