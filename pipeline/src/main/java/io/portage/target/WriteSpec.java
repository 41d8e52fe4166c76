package io.portage.target;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The columns and settings that the rows of one guarded write share.
 *
 * @param table the target table's {@link TargetTable#canonical} name
 * @param key the key's columns; empty if the one row represents the whole table, see {@link #TABLE}
 * @param columns the other columns of the rows; none of them generated
 * @param version the version column
 * @param deleted the soft-delete column, or null
 * @param sourceTime the column for the change time, or null
 * @param appliedTime the column that is set to the time of the transaction, or null
 * @param sourcePosition the column for the coordinates of the newest record, or null
 * @param tombstones the tombstone table that the guard reads, or null
 * @param columnVersions true if each of {@code columns} has its own version: an update then leaves
 *     a column unchanged whose version is not greater than the row's
 * @param ignoresDeletedRows true if an update treats a row as absent that is marked deleted or
 *     older than the last delete
 * @param move the move of rows to other keys; null for all other writes
 * @param truncates true if the whole table may have a tombstone, which applies to every row
 */
public record WriteSpec(
    String table,
    List<TargetColumn> key,
    List<TargetColumn> columns,
    TargetColumn version,
    @Nullable TargetColumn deleted,
    @Nullable TargetColumn sourceTime,
    @Nullable TargetColumn appliedTime,
    @Nullable TargetColumn sourcePosition,
    @Nullable String tombstones,
    boolean columnVersions,
    boolean ignoresDeletedRows,
    @Nullable MoveSpec move,
    boolean truncates) {

  /**
   * A move of rows to other keys: each row is removed from its old key and kept in the moved-rows
   * table until the row of the new key is written.
   *
   * @param columns the columns that move: all except the key, the version, the soft-delete column
   *     and the applied time; none of them generated
   * @param softDeletes true if the old row is marked deleted; false if it is removed
   * @param movedRowsTable the moved-rows table
   * @param rows the half of the move that is written
   */
  public record MoveSpec(
      List<TargetColumn> columns, boolean softDeletes, String movedRowsTable, Rows rows) {
    /** The half of a move that is written. */
    public enum Rows {
      /** Rows of the old keys: keys and versions, with the new keys. */
      LEAVING,
      /**
       * Rows of the old keys with their columns and new keys, which are not written to the table.
       */
      PASSING,
      /** Rows of the new keys. */
      ARRIVING
    }
  }

  /** The {@link TombstoneKey} of a key without columns: that of the tombstone of a whole table. */
  public static final String TABLE = "[]";

  /** The prefix of the names of internal fields, unless a column's name begins with it. */
  private static final String PREFIX = "#";

  /** The field with the canonical text of the key, see {@link TombstoneKey}. */
  public static final String TOMBSTONE_KEY = "key";

  /** The field with the version of the newest change with a full row, or null. */
  public static final String FULL_ROW_VERSION = "whole";

  /** The field with the canonical text of the key that a row moves to. */
  public static final String TO_TEXT = "to";

  /** The field with the version that a moved row has at its new key. */
  public static final String MOVED_VERSION = "arrival";

  /** The field with the version of the newest delete that was merged in, or null. */
  public static final String DELETED_FIELD = "dead";

  /** The field with the number of a row among the incoming ones, from 1. */
  public static final String NUMBER = "n";

  /**
   * A field of the rows: each row has a value for it.
   *
   * @param name its name in statements: the column's name, or that of an internal field
   * @param type the database's own name of its type; null for the text of a key, which the dialect
   *     binds as a text of any length
   * @param internal true if it is not a column of the table
   */
  public record RowField(String name, @Nullable String type, boolean internal) {
    public static RowField of(TargetColumn column) {
      return new RowField(column.name(), column.type(), false);
    }
  }

  /** Returns the name of the internal field with the version of the column at this index. */
  public static String columnVersion(int column) {
    return "v" + column;
  }

  /**
   * Returns the name of the internal field with the new key's value for the key column at this
   * index.
   */
  public static String newKey(int column) {
    return "to" + column;
  }

  /** Returns an internal field's name in statements, which no column of the statement has. */
  public String internalName(String name) {
    String prefix = PREFIX;
    for (int i = 0; isTaken(prefix); i++) {
      prefix = PREFIX + i;
    }
    return prefix + name;
  }

  private boolean isTaken(String prefix) {
    return begins(key, prefix)
        || begins(columns, prefix)
        || begins(metadata(), prefix)
        || version.name().startsWith(prefix)
        || (move != null && begins(move.columns(), prefix));
  }

  private static boolean begins(List<TargetColumn> some, String prefix) {
    return some.stream().anyMatch(column -> column.name().startsWith(prefix));
  }

  private RowField field(String name, @Nullable String type) {
    return new RowField(internalName(name), type, true);
  }

  /** Returns the column of {@link #columns} with this name, or null. */
  @Nullable
  public TargetColumn column(String wanted) {
    return columns.stream().filter(one -> one.name().equals(wanted)).findFirst().orElse(null);
  }

  /** Returns true if the rows contain the text of their key. */
  public boolean needsTombstoneKey() {
    return tombstones != null || move != null;
  }

  /**
   * Returns the fields that identify a row and its version: the key, the version, and the key's
   * text if needed.
   */
  public List<RowField> identity() {
    List<RowField> fields = new ArrayList<>();
    key.forEach(column -> fields.add(RowField.of(column)));
    fields.add(RowField.of(version));
    if (needsTombstoneKey()) {
      fields.add(field(TOMBSTONE_KEY, null));
    }
    return List.copyOf(fields);
  }

  /** Returns all fields, those of {@link #identity} first. */
  public List<RowField> fields() {
    List<RowField> fields = new ArrayList<>(identity());
    if (move != null && move.rows() == MoveSpec.Rows.LEAVING) {
      fields.addAll(arrival());
      return List.copyOf(fields);
    }
    columns.forEach(column -> fields.add(RowField.of(column)));
    metadata().forEach(column -> fields.add(RowField.of(column)));
    if (ignoresDeletedRows) {
      fields.add(field(FULL_ROW_VERSION, version.type()));
      fields.add(field(DELETED_FIELD, version.type()));
    }
    if (columnVersions) {
      for (int i = 0; i < columns.size(); i++) {
        fields.add(field(columnVersion(i), version.type()));
      }
    }
    if (move != null && move.rows() == MoveSpec.Rows.PASSING) {
      fields.addAll(arrival());
    }
    return List.copyOf(fields);
  }

  private List<RowField> arrival() {
    List<RowField> fields = new ArrayList<>();
    for (int i = 0; i < key.size(); i++) {
      fields.add(field(newKey(i), key.get(i).type()));
    }
    fields.add(field(MOVED_VERSION, version.type()));
    fields.add(field(TO_TEXT, null));
    return fields;
  }

  /** Returns the metadata columns that the rows have values for, without the version. */
  public List<TargetColumn> metadata() {
    List<TargetColumn> present = new ArrayList<>();
    for (TargetColumn column : new TargetColumn[] {deleted, sourceTime, sourcePosition}) {
      if (column != null) {
        present.add(column);
      }
    }
    return List.copyOf(present);
  }
}
