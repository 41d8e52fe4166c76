package io.portage.target;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What rows that are written by one statement have in common.
 *
 * @param table the target table's {@link TargetTable#canonical} name
 * @param key the key's columns; none where the one row stands for the whole table, see {@link
 *     #TABLE}
 * @param columns the other columns that the rows hold; none of them generated
 * @param version the guard's column
 * @param deleted the mark's column, or null
 * @param sourceTime the column for the change's time, or null
 * @param appliedTime the column that is set to the time of the transaction, or null
 * @param sourcePosition the column for the newest record's coordinates, or null
 * @param tombstones the table of tombstones that this table's writes consult, or null
 * @param columnVersions whether each of {@code columns} has its own version: an update then leaves
 *     a column alone whose version is not above the row's
 * @param ignoresDeletedRows whether an update takes a row that is marked deleted, or of an earlier
 *     life, for absent
 * @param move how rows move to other keys, where they leave or arrive; null for all other writes
 * @param truncates whether the whole table may have a tombstone, which holds for every row
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
   * How rows move to other keys: they are taken from the old key and kept in a table of moved rows,
   * until the row of the new key is written.
   *
   * @param columns what goes along: all but the key, the version, the mark and the applied time;
   *     none of them generated
   * @param softDeletes whether the old row stays and is marked deleted; otherwise it goes
   * @param movedRowsTable the table of moved rows
   * @param rows which rows these are
   */
  public record MoveSpec(
      List<TargetColumn> columns, boolean softDeletes, String movedRowsTable, Rows rows) {
    /** Which rows of a move are written. */
    public enum Rows {
      /** Those of the old keys, by their keys and versions, with their new keys. */
      LEAVING,
      /** Those of the old keys, with their columns and their new keys: not written there. */
      PASSING,
      /** Those of the new keys. */
      ARRIVING
    }
  }

  /** The {@link TombstoneKey} of the key without columns: the whole table's, in its tombstone. */
  public static final String TABLE = "[]";

  /** What the names of fields begin with that are no columns, unless a column's name does. */
  private static final String MARK = "#";

  /** The field with the canonical text of the key, see {@link TombstoneKey}. */
  public static final String TOMBSTONE_KEY = "key";

  /** The field with the version at which the row was whole, null where it never was. */
  public static final String FULL_ROW_VERSION = "whole";

  /** The field with the canonical text of the key that a row moves to. */
  public static final String TO_TEXT = "to";

  /** The field with the version at which a moved row stands at its new key. */
  public static final String MOVED_VERSION = "arrival";

  /** The field with the version of the newest delete that took part, or null. */
  public static final String DELETED_FIELD = "dead";

  /** The number of a row among the incoming ones, from 1. */
  public static final String NUMBER = "n";

  /**
   * A value that each row brings.
   *
   * @param name its name in statements: the column's name, or that of an internal field
   * @param type the database's own name of its type
   * @param internal whether it is no column of the table
   */
  public record RowField(String name, String type, boolean internal) {
    public static RowField of(TargetColumn column) {
      return new RowField(column.name(), column.type(), false);
    }
  }

  /** The internal field with the version of the column at this place. */
  public static String columnVersion(int column) {
    return "v" + column;
  }

  /** The internal field with the new key's value for the key's column at this place. */
  public static String newKey(int column) {
    return "to" + column;
  }

  /** The name in statements of an internal field: it is the name of no column that they touch. */
  public String internalName(String name) {
    String mark = MARK;
    for (int i = 0; isTaken(mark); i++) {
      mark = MARK + i;
    }
    return mark + name;
  }

  private boolean isTaken(String mark) {
    return begins(key, mark)
        || begins(columns, mark)
        || begins(metadata(), mark)
        || version.name().startsWith(mark)
        || (move != null && begins(move.columns(), mark));
  }

  private static boolean begins(List<TargetColumn> some, String mark) {
    return some.stream().anyMatch(column -> column.name().startsWith(mark));
  }

  private RowField field(String name, String type) {
    return new RowField(internalName(name), type, true);
  }

  /** Which of {@link #columns} has this name, or null. */
  @Nullable
  public TargetColumn column(String wanted) {
    return columns.stream().filter(one -> one.name().equals(wanted)).findFirst().orElse(null);
  }

  /** Whether rows bring the text of their key. */
  public boolean needsTombstoneKey() {
    return tombstones != null || move != null;
  }

  /** The fields that name a row and its version: the key, the version, the key's text if needed. */
  public List<RowField> identity() {
    List<RowField> fields = new ArrayList<>();
    key.forEach(column -> fields.add(RowField.of(column)));
    fields.add(RowField.of(version));
    if (needsTombstoneKey()) {
      fields.add(field(TOMBSTONE_KEY, "text"));
    }
    return List.copyOf(fields);
  }

  /** All fields, those of {@link #identity} first. */
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
    fields.add(field(TO_TEXT, "text"));
    return fields;
  }

  /** The metadata columns that each row brings a value for, without the version. */
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
