package io.portage.decode.envelope;

import io.portage.model.event.Envelope;
import io.portage.model.event.Format;
import io.portage.model.event.SourceKey;
import io.portage.model.schema.SourceColumn;
import io.portage.model.schema.SourceTable;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The parts of {@link Format#describe} that are the same in all syntaxes. */
public final class SourceTables {
  private SourceTables() {}

  /**
   * Returns the table of a record, with the columns of its schema and the names of its key.
   *
   * @return empty if the record is no change of a row
   */
  public static Optional<SourceTable> of(
      Format format,
      String topic,
      byte @Nullable [] key,
      byte @Nullable [] value,
      List<SourceColumn> columns) {
    Envelope event = format.decode(topic, value);
    if (event.error() != null || (event.before() == null && event.after() == null)) {
      return Optional.empty();
    }
    return Optional.of(
        new SourceTable(event.table(), columns, true).withKey(keyNames(format, key, value)));
  }

  /** Returns the names of the key's columns; empty if the key has none or cannot be read. */
  private static List<String> keyNames(
      Format format, byte @Nullable [] key, byte @Nullable [] value) {
    SourceKey decoded = key == null ? null : format.decodeKey(key, value);
    return decoded == null || decoded.columns() == null
        ? List.of()
        : decoded.columns().columns().names();
  }
}
