package io.portage.normalize;

import io.portage.config.AddedColumn;
import io.portage.config.AddedColumn.ConstantColumn;
import io.portage.config.AddedColumn.PropertyColumn;
import io.portage.config.AddedColumn.SourceProperty;
import io.portage.config.TableConfig;
import io.portage.model.Columns;
import io.portage.model.Reason;
import io.portage.model.RejectedChangeException;
import io.portage.model.Row;
import io.portage.model.event.DecodedRecord;
import io.portage.model.event.Envelope;
import io.portage.model.event.Image;
import io.portage.model.event.SourceKey;
import io.portage.model.event.SourceNames;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Adds the constants and source properties of one table to rows, images and keys. Not thread-safe.
 */
public final class AddedValues {
  private final List<String> names;
  private final List<AddedColumn> columns;
  private final List<String> ownKey;

  /** The column of the record's coordinates, or null. */
  private final @Nullable String coordinates;

  private @Nullable Columns lastFrom;
  private @Nullable Columns lastTo;

  /** The values of a table. */
  public AddedValues(TableConfig table) {
    Map<String, AddedColumn> added = table.route().added();
    this.names = List.copyOf(added.keySet());
    this.columns = List.copyOf(added.values());
    this.coordinates =
        names.stream()
            .filter(name -> new PropertyColumn(SourceProperty.RECORD).equals(added.get(name)))
            .findFirst()
            .orElse(null);
    this.ownKey = table.key().stream().filter(name -> !added.containsKey(name)).toList();
  }

  boolean isEmpty() {
    return names.isEmpty();
  }

  /**
   * Checks that the event has the names that the columns take from it, and no column with the name
   * of the one for the record's coordinates.
   *
   * @throws RejectedChangeException if not
   */
  void check(Envelope event) throws RejectedChangeException {
    if (event.before() != null || event.after() != null) {
      for (int i = 0; i < names.size(); i++) {
        checkName(names.get(i), columns.get(i), event.names());
      }
    }
    if (coordinates != null && (has(event.after()) || has(event.before()))) {
      throw RejectedChangeException.inColumn(
          Reason.SCHEMA_MISMATCH,
          coordinates,
          "the source has a column of this name, which tables[].key.record names for the record's"
              + " coordinates: choose another name");
    }
  }

  private static void checkName(String column, AddedColumn added, SourceNames source)
      throws RejectedChangeException {
    if (added instanceof PropertyColumn property) {
      if (property.property() == SourceProperty.DATABASE && source.database() == null) {
        throw lacks(column, "database", "db");
      }
      if (property.property() == SourceProperty.SCHEMA && source.schema() == null) {
        throw lacks(column, "schema", "schema");
      }
    }
  }

  private static RejectedChangeException lacks(String column, String name, String field) {
    return RejectedChangeException.inColumn(
        Reason.SCHEMA_MISMATCH,
        column,
        "the event does not contain the name of the "
            + name
            + ", which tables[].columns."
            + column
            + " takes from it; of unwrapped events it is the field "
            + field
            + " of the connector's add.fields");
  }

  private boolean has(@Nullable Image image) {
    return image != null
        && coordinates != null
        && (image.row().has(coordinates) || image.unavailable().contains(coordinates));
  }

  /** Returns the event with the values in its images. */
  public DecodedRecord addTo(DecodedRecord event) {
    if (isEmpty()) {
      return event;
    }
    Envelope envelope = event.envelope();
    return event.with(
        envelope.withImages(addTo(envelope.before(), event), addTo(envelope.after(), event)));
  }

  /** Returns the image with the values; null if it is null. */
  @Nullable Image addTo(@Nullable Image image, DecodedRecord event) {
    return image == null || isEmpty()
        ? image
        : new Image(addTo(image.row(), event), image.unavailable(), image.typed());
  }

  /** Returns the key with the values. A single value is that of the only other key column. */
  SourceKey addTo(SourceKey key, DecodedRecord event) {
    Row own = key.columns();
    if (own == null && key.value() != null && ownKey.size() == 1) {
      own = Row.of(Columns.of(ownKey), key.value());
    }
    return own == null || isEmpty() ? key : SourceKey.of(addTo(own, event), key.typed());
  }

  private Row addTo(Row row, DecodedRecord event) {
    Columns all = lastTo;
    if (all == null || !row.columns().equals(lastFrom)) {
      List<String> list = new ArrayList<>(row.columns().names());
      list.removeAll(names);
      list.addAll(names);
      all = Columns.of(list);
      lastFrom = row.columns();
      lastTo = all;
    }
    @Nullable Object[] values = new Object[all.size()];
    int own = all.size() - names.size();
    for (int i = 0; i < own; i++) {
      values[i] = row.size() == own ? row.get(i) : row.get(all.names().get(i));
    }
    for (int i = own; i < values.length; i++) {
      values[i] = value(columns.get(i - own), event);
    }
    return Row.of(all, values);
  }

  private static @Nullable Object value(AddedColumn column, DecodedRecord event) {
    if (column instanceof ConstantColumn constant) {
      return constant.value();
    }
    Envelope envelope = event.envelope();
    return switch (((PropertyColumn) column).property()) {
      case DATABASE -> envelope.names().database();
      case SCHEMA -> envelope.names().schema();
      case TABLE -> table(event);
      case TOPIC -> event.record().coordinates().topic();
      case PARTITION -> (long) event.record().coordinates().partition();
      case OFFSET -> event.record().coordinates().offset();
      case TS -> envelope.changeTime();
      case RECORD ->
          event.part().isOnlyRow()
              ? event.record().coordinates().toString()
              : event.record().coordinates() + event.part().whole().suffix();
    };
  }

  private static String table(DecodedRecord event) {
    String name = event.envelope().names().table();
    if (name != null) {
      return name;
    }
    String qualified = event.envelope().table();
    return qualified == null ? event.record().coordinates().topic() : qualified;
  }
}
