package io.portage.normalize;

import io.portage.model.ChangePart;
import io.portage.model.Version;
import io.portage.model.event.DecodedRecord;
import io.portage.model.event.Format;
import io.portage.model.event.SourceRecord;
import java.util.List;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** The rows of one record with several, while they are normalized. Not thread-safe. */
final class RecordRows {
  private final SourceRecord record;
  private final Format format;
  private final @Nullable RowOrder order;
  private @Nullable IntFunction<byte[]> values;
  private boolean isDivided;

  private RecordRows(SourceRecord record, Format format, @Nullable RowOrder order) {
    this.record = record;
    this.format = format;
    this.order = order;
  }

  /**
   * Returns the rows of an event that has several.
   *
   * @param key the names of the key's columns in the source
   */
  static RecordRows of(DecodedRecord event, Format format, List<String> key) {
    return new RecordRows(event.record(), format, RowOrder.of(event.envelope().rows(), key));
  }

  /**
   * Returns the version of a part of the record.
   *
   * @param version the record's version
   */
  Version version(Version version, ChangePart part) {
    return order == null ? version : order.version(version, part);
  }

  /**
   * Returns the event of a row with a record that contains this row only, for its dead letter: many
   * dead letters with all rows would be very large. The record is the whole one if its other rows
   * tell the row's version, or if the format cannot divide it.
   */
  DecodedRecord alone(DecodedRecord row) {
    IntFunction<byte[]> single = order == null ? values() : null;
    return single == null
        ? row
        : new DecodedRecord(
            record.withValue(single.apply(row.part().row())), row.envelope(), row.part());
  }

  private @Nullable IntFunction<byte[]> values() {
    byte[] value = record.value();
    if (!isDivided && value != null) {
      values = format.divide(value);
      isDivided = true;
    }
    return values;
  }
}
