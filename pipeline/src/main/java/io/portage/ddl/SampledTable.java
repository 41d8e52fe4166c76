package io.portage.ddl;

import io.portage.model.Row;
import io.portage.model.event.Envelope;
import io.portage.model.event.Image;
import io.portage.model.event.SourceKey;
import io.portage.model.schema.SourceColumn;
import io.portage.model.schema.SourceTable;
import io.portage.model.schema.SourceType;
import io.portage.model.schema.SourceType.Kind;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The columns that the sampled records of one source table show. If records have schemas, these
 * alone define the columns: those of the record with the newest timestamp, and after them the
 * columns that only older schemas have. Not thread-safe.
 */
public final class SampledTable {
  private final @Nullable String name;
  private final Map<String, SourceColumn> declared = new LinkedHashMap<>();
  private final Map<String, @Nullable SourceType> values = new LinkedHashMap<>();
  private final Set<String> key = new LinkedHashSet<>();
  private int records;
  private boolean hasSchema;
  private long newest = Long.MIN_VALUE;
  private boolean positions;

  SampledTable(@Nullable String name) {
    this.name = name;
  }

  /** Adds a record's schema. */
  void add(SourceTable table, long timestamp) {
    hasSchema = true;
    Map<String, SourceColumn> older = new LinkedHashMap<>(declared);
    List<SourceColumn> columns = table.columns();
    if (timestamp >= newest) {
      newest = timestamp;
      declared.clear();
    }
    columns.forEach(column -> declared.putIfAbsent(column.name(), column));
    older.forEach(declared::putIfAbsent);
  }

  /** Adds the values of a record, whether it has a schema or not. */
  void add(Envelope event, @Nullable SourceKey recordKey) {
    records++;
    positions |= event.position() != null;
    add(event.before());
    add(event.after());
    Row keyColumns = recordKey == null ? null : recordKey.columns();
    if (keyColumns != null) {
      key.addAll(keyColumns.columns().names());
    }
  }

  private void add(@Nullable Image image) {
    if (image == null) {
      return;
    }
    for (String column : image.row().columns().names()) {
      Object value = image.row().get(column);
      SourceType type = value == null ? null : ValueTypes.of(value);
      values.put(column, ValueTypes.merged(values.get(column), type));
    }
    image.unavailable().forEach(column -> values.putIfAbsent(column, null));
  }

  /** The number of records. */
  public int records() {
    return records;
  }

  /** The columns of the records' keys; empty if the keys name none. */
  public List<String> key() {
    return List.copyOf(key);
  }

  /** True if a record has a position in the source's log. */
  public boolean hasPositions() {
    return positions;
  }

  /** Returns the table. */
  public SourceTable table() {
    List<SourceColumn> columns =
        hasSchema
            ? List.copyOf(declared.values())
            : values.entrySet().stream()
                .map(entry -> SourceColumn.of(entry.getKey(), known(entry.getValue())))
                .toList();
    return new SourceTable(name, columns, hasSchema).withKey(key());
  }

  private static SourceType known(@Nullable SourceType type) {
    return type == null ? SourceType.of(Kind.UNKNOWN).named("a column with nulls only") : type;
  }
}
