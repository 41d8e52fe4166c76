package io.portage.decode.debezium;

import io.portage.decode.MalformedException;
import io.portage.model.Columns;
import io.portage.model.Row;
import io.portage.model.SourcePosition;
import io.portage.model.event.Envelope;
import io.portage.model.event.Image;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The places of the row's columns and of Debezium's fields in unwrapped records with one list of
 * columns. Immutable.
 *
 * <p>A field is one of the names that {@code add.fields} makes of Debezium's own fields; any other
 * column belongs to the row, whatever its name.
 */
final class UnwrappedLayout {
  /** The transformation writes this name whatever the prefix is. */
  private static final String DELETED = "__deleted";

  /** Debezium's fields outside of the source block that {@code add.fields} can name. */
  private static final List<String> OTHER_FIELDS =
      List.of(
          "op",
          "ts_ms",
          "ts_us",
          "ts_ns",
          "id",
          "total_order",
          "data_collection_order",
          "transaction_id",
          "transaction_total_order",
          "transaction_data_collection_order");

  private final Columns columns;
  private final Columns rowColumns;

  /** For each column of the row: its place in the record. */
  private final int[] rowAt;

  /** For each of Debezium's source fields: its place in the record, or -1. */
  private final int[] sourceAt;

  private final int operationAt;
  private final int deletedAt;
  private final int connectorAt;
  private final boolean hasSchema;
  private final boolean hasDatabase;
  private final String prefix;

  private UnwrappedLayout(
      Columns columns,
      List<Integer> rowAt,
      int[] sourceAt,
      Map<String, Integer> others,
      String prefix) {
    this.columns = columns;
    this.prefix = prefix;
    this.rowAt = rowAt.stream().mapToInt(Integer::intValue).toArray();
    this.rowColumns = Columns.of(rowAt.stream().map(at -> columns.names().get(at)).toList());
    this.sourceAt = sourceAt;
    this.operationAt = others.getOrDefault("op", -1);
    this.deletedAt = columns.indexOf(DELETED);
    this.connectorAt = at("connector");
    this.hasSchema = at("schema") >= 0;
    this.hasDatabase = at("db") >= 0;
  }

  static UnwrappedLayout of(Columns columns, String prefix) {
    Map<String, Integer> others = new HashMap<>();
    Map<String, Integer> fields = new HashMap<>();
    for (int field = 0; field < SourceFields.NAMES.size(); field++) {
      String name = SourceFields.NAMES.get(field);
      fields.put(prefix + "source_" + name, field);
      if (!OTHER_FIELDS.contains(name)) {
        fields.put(prefix + name, field);
      }
    }
    int[] sourceAt = new int[SourceFields.NAMES.size()];
    Arrays.fill(sourceAt, -1);
    List<Integer> rowAt = new ArrayList<>();
    for (int i = 0; i < columns.names().size(); i++) {
      String name = columns.names().get(i);
      Integer field = fields.get(name);
      String other = name.startsWith(prefix) ? name.substring(prefix.length()) : "";
      if (field != null) {
        sourceAt[field] = i;
      } else if (OTHER_FIELDS.contains(other)) {
        others.put(other, i);
      } else if (!name.equals(DELETED)) {
        rowAt.add(i);
      }
    }
    return new UnwrappedLayout(columns, rowAt, sourceAt, others, prefix);
  }

  private int at(String sourceField) {
    return sourceAt[SourceFields.NAMES.indexOf(sourceField)];
  }

  /** Returns true if the layout is of records with these columns. */
  boolean isOf(Columns other) {
    return columns.equals(other);
  }

  /** Returns true if the record has a field that tells the operation. */
  boolean hasOperation() {
    return operationAt >= 0 || deletedAt >= 0;
  }

  /** Reads a record of this layout. */
  Envelope read(Image record, QualifiedNames names) throws MalformedException {
    Row values = record.row();
    SourceFields fields = new SourceFields();
    for (int field = 0; field < sourceAt.length; field++) {
      if (sourceAt[field] >= 0) {
        fields.set(field, values.get(sourceAt[field]));
      }
    }
    DebeziumSource source = fields.source(names);
    String op = operation(values);
    Image image = new Image(row(values), record.unavailable(), record.typed());
    SourcePosition position = hasPosition(source.connector()) ? source.position(op) : null;
    boolean delete = op.equals("d");
    Instant time = source.time();
    return new Envelope(
        op,
        isQualified(source.connector()) ? source.table() : null,
        delete ? image : null,
        delete ? null : image,
        time,
        position,
        hasPosition(source.connector()) ? source.backfillPosition(op) : null,
        position == null ? null : source.log(op),
        position == null || time == null ? hint(source.connector()) : null,
        null,
        source.names());
  }

  private Row row(Row values) {
    @Nullable Object[] row = new Object[rowAt.length];
    for (int i = 0; i < row.length; i++) {
      row[i] = values.get(rowAt[i]);
    }
    return Row.of(rowColumns, row);
  }

  private String operation(Row values) throws MalformedException {
    Object deleted = deletedAt < 0 ? null : values.get(deletedAt);
    boolean isDelete = deleted != null && deleted.toString().equals("true");
    String op = operationAt < 0 ? "" : String.valueOf(values.get(operationAt));
    return switch (op) {
      case "d" -> unlessKept(deleted);
      case "c" -> unlessDeleted("c", isDelete);
      case "r" -> unlessDeleted("r", isDelete);
      case "u" -> unlessDeleted("u", isDelete);
      case "" -> {
        if (isDelete) {
          yield "d";
        }
        throw new MalformedException(
            "the row has no field "
                + prefix
                + "op, so a row of a snapshot cannot be told from a change: list op in the"
                + " connector's add.fields, or set source.debezium.fieldPrefix to its"
                + " add.fields.prefix");
      }
      default -> op;
    };
  }

  private String unlessDeleted(String op, boolean isDelete) throws MalformedException {
    if (isDelete) {
      throw contradiction("true", op);
    }
    return op;
  }

  private String unlessKept(@Nullable Object deleted) throws MalformedException {
    if (deleted != null && deleted.toString().equals("false")) {
      throw contradiction("false", "d");
    }
    return "d";
  }

  private MalformedException contradiction(String deleted, String op) {
    return new MalformedException(
        DELETED
            + " is "
            + deleted
            + ", but "
            + prefix
            + "op is "
            + op
            + ": they contradict each other");
  }

  /** Returns true if the source's name of the table is complete. */
  private boolean isQualified(String connector) {
    boolean binlog = connector.equals("mysql") || connector.equals("mariadb");
    return binlog ? hasDatabase : hasSchema;
  }

  private boolean hasPosition(String connector) {
    List<String> needed = SourceFields.positionFields(connector);
    return !needed.isEmpty() && needed.stream().allMatch(name -> at(name) >= 0);
  }

  /** Returns what is to be added so that records have a position and a time. */
  private String hint(String connector) {
    if (connectorAt < 0) {
      return "order: position needs connector and the fields of its position in the connector's"
          + " add.fields (postgresql: lsn, sequence; mysql and mariadb: file, pos, row; sqlserver:"
          + " commit_lsn, change_lsn, event_serial_no; oracle: commit_scn, scn), tables[].order:"
          + " time needs source.ts_ms";
    }
    List<String> needed = SourceFields.positionFields(connector);
    List<String> missing = needed.stream().filter(name -> at(name) < 0).toList();
    String time =
        at("ts_ms") < 0
            ? "tables[].order: time needs source.ts_ms in the connector's add.fields"
            : "";
    if (needed.isEmpty()) {
      return "positions of the connector "
          + connector
          + " are not read: set tables[].order: time"
          + (time.isEmpty() ? "" : "; " + time);
    }
    if (missing.isEmpty()) {
      return time.isEmpty() ? "the fields of the position are null" : time;
    }
    return "order: position needs "
        + String.join(", ", missing)
        + " in the connector's add.fields"
        + (time.isEmpty() ? "" : "; " + time);
  }
}
