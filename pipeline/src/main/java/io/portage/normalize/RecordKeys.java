package io.portage.normalize;

import io.portage.config.TableConfig;
import io.portage.model.Columns;
import io.portage.model.Reason;
import io.portage.model.RejectedChangeException;
import io.portage.model.Row;
import io.portage.model.event.DecodedRecord;
import io.portage.model.event.Image;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Keys of rows that the source's table has no key for: the coordinates of their records. */
final class RecordKeys {
  private RecordKeys() {}

  /**
   * Returns the image with the table's key column, whose value is {@code topic-partition-offset}.
   *
   * @throws RejectedChangeException if the source's row has a column of this name
   */
  static Image add(TableConfig table, DecodedRecord event, Image image)
      throws RejectedChangeException {
    String name = table.key().get(0);
    Row row = image.row();
    if (row.has(name) || image.unavailable().contains(name)) {
      throw RejectedChangeException.inColumn(
          Reason.SCHEMA_MISMATCH,
          name,
          "the source has a column of this name, which tables[].key.record names for the record's"
              + " coordinates: choose another name");
    }
    List<String> names = new ArrayList<>(row.columns().names());
    names.add(name);
    @Nullable Object[] values = new Object[names.size()];
    for (int i = 0; i < row.size(); i++) {
      values[i] = row.get(i);
    }
    values[row.size()] = event.record().coordinates().toString();
    return new Image(Row.of(Columns.of(names), values), image.unavailable(), image.typed());
  }
}
