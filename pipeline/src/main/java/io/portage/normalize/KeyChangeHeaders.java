package io.portage.normalize;

import io.portage.model.Reason;
import io.portage.model.RejectedChangeException;
import io.portage.model.Row;
import io.portage.model.event.DecodedRecord;
import io.portage.model.event.Format;
import io.portage.model.event.Header;
import io.portage.model.event.Image;
import io.portage.model.event.SourceKey;
import io.portage.model.event.SourceRecord;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the headers of a key change, which Debezium sends as a delete of the old key and a create
 * of the new key. Kafka Connect encodes the key in the header as JSON, with its schema or without;
 * without one, the schema part of the record's value is used. Other encodings are not supported.
 */
final class KeyChangeHeaders {
  private static final String NEW_KEY = "__debezium.newkey";
  private static final String OLD_KEY = "__debezium.oldkey";

  private static final String PROBLEM =
      "the header " + NEW_KEY + " does not contain the row's new key";

  private KeyChangeHeaders() {}

  /**
   * Returns the new key of a deleted row, with all columns of {@code key}; null if the row has no
   * new key.
   *
   * @throws RejectedChangeException if there is a new key that cannot be read: without it, values
   *     that only the old row contains would be lost silently
   */
  static @Nullable Image read(SourceRecord raw, Format format, List<String> key)
      throws RejectedChangeException {
    Header header = find(raw, NEW_KEY);
    if (header == null) {
      return null;
    }
    byte[] value = header.value();
    SourceKey newKey =
        value == null
            ? SourceKey.none("the value is null")
            : format.decodeHeaderKey(value, raw.value());
    Row columns = newKey.columns();
    if (columns == null) {
      // A key of Debezium is a struct, even with one column: plain text has another encoding.
      String problem = newKey.problem() == null ? "it has no columns" : newKey.problem();
      throw RejectedChangeException.of(Reason.MISSING_KEY, PROBLEM + " (" + problem + ")");
    }
    for (String name : key) {
      if (!columns.has(name)) {
        throw RejectedChangeException.inColumn(
            Reason.MISSING_KEY, name, PROBLEM + ": the column " + name + " is missing");
      }
    }
    return new Image(columns, Set.of(), newKey.typed());
  }

  /** Returns true if the row was moved here from another key. */
  static boolean hasArrived(DecodedRecord event) {
    return event.envelope().op().equals("c") && find(event.record(), OLD_KEY) != null;
  }

  private static @Nullable Header find(SourceRecord raw, String name) {
    for (Header header : raw.headers()) {
      if (header.name().equals(name)) {
        return header;
      }
    }
    return null;
  }
}
