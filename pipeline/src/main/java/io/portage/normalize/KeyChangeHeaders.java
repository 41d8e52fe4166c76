package io.portage.normalize;

import io.portage.model.Reason;
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
 * What Debezium's headers say of a key change, which it tells as a delete of the old key and a
 * create of the new one. Kafka Connect writes the key in them as JSON, with its schema or without;
 * where it is without, the schema of the record's value holds. Other encodings are not understood.
 */
final class KeyChangeHeaders {
  private static final String NEW_KEY = "__debezium.newkey";
  private static final String OLD_KEY = "__debezium.oldkey";

  private static final String PROBLEM =
      "the header " + NEW_KEY + " does not tell the key that the row goes to";

  private KeyChangeHeaders() {}

  /**
   * The key that the deleted row goes to, which names all columns of {@code key}; null where it
   * just goes.
   *
   * @throws RejectedChangeException when there is a new key that cannot be read: without it, values
   *     that only the old row holds would be lost without a word
   */
  static @Nullable Image read(SourceRecord raw, Format format, List<String> key)
      throws RejectedChangeException {
    Header header = find(raw, NEW_KEY);
    if (header == null) {
      return null;
    }
    byte[] value = header.value();
    SourceKey told =
        value == null ? SourceKey.none("it is null") : format.decodeKey(value, raw.value());
    Row columns = told.columns();
    if (columns == null) {
      // A key of Debezium's is a struct, even of one column: bare text is of another encoding.
      String problem = told.problem() == null ? "it names no column" : told.problem();
      throw RejectedChangeException.of(Reason.MISSING_KEY, PROBLEM + " (" + problem + ")");
    }
    for (String name : key) {
      if (!columns.has(name)) {
        throw RejectedChangeException.inColumn(
            Reason.MISSING_KEY, name, PROBLEM + ": the column " + name + " is missing");
      }
    }
    return new Image(columns, Set.of(), told.typed());
  }

  /** Whether the row comes from another key. */
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
