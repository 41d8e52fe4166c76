package io.portage.target.mariadb;

import io.portage.target.TargetColumn;
import io.portage.target.TypeFamily;
import io.portage.target.WriteSpec;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The statements for MariaDB and MySQL, generated from a {@link WriteSpec}. MySQL evaluates
 * assignments from left to right, so that the guard is in every assignment and the version column
 * last.
 */
final class MariaDbSql {
  private final WriteSpec spec;
  private final String table;
  private final String version;

  MariaDbSql(WriteSpec spec) {
    this.spec = spec;
    this.table = qualified(spec.table());
    this.version = quoted(spec.version().name());
  }

  /** Quotes a name. */
  static String quoted(String name) {
    return '`' + name.replace("`", "``") + '`';
  }

  /** Quotes {@code name} or {@code database.name}, each part by itself. */
  static String qualified(String name) {
    int dot = name.indexOf('.');
    return dot < 0
        ? quoted(name)
        : quoted(name.substring(0, dot)) + "." + quoted(name.substring(dot + 1));
  }

  /**
   * Selects keys, versions and marks of {@code rows} keys. Parameters: the keys' values, key by
   * key.
   */
  String select(int rows, boolean lock) {
    List<String> columns = new ArrayList<>(names(spec.key()));
    columns.add(version);
    TargetColumn deleted = spec.deleted();
    columns.add(deleted == null ? "FALSE" : "COALESCE(" + quoted(deleted.name()) + ", 0) <> 0");
    return "SELECT "
        + String.join(", ", columns)
        + " FROM "
        + table
        + " WHERE "
        + keys(rows)
        + (lock ? " FOR UPDATE" : "");
  }

  private String keys(int rows) {
    int width = spec.key().size();
    String names = String.join(", ", names(spec.key()));
    String one = width == 1 ? "?" : tuple(Collections.nCopies(width, "?"));
    return (width == 1 ? names : "(" + names + ")")
        + " IN "
        + tuple(Collections.nCopies(rows, one));
  }

  /** Inserts rows. Parameters: the values of {@link #writtenColumns}, row by row. */
  String insert(int rows) {
    List<TargetColumn> all = new ArrayList<>(writtenColumns());
    List<String> values = new ArrayList<>(Collections.nCopies(all.size(), "?"));
    TargetColumn applied = spec.appliedTime();
    if (applied != null) {
      all.add(applied);
      values.add(now());
    }
    return "INSERT INTO "
        + table
        + " "
        + tuple(names(all))
        + " VALUES "
        + String.join(", ", Collections.nCopies(rows, tuple(values)));
  }

  /** Inserts rows or updates older ones of exactly the same key. Parameters: as of insert. */
  String upsert(int rows) {
    List<TargetColumn> assigned = new ArrayList<>(spec.columns());
    assigned.addAll(spec.metadata());
    if (spec.appliedTime() != null) {
      assigned.add(spec.appliedTime());
    }
    assigned.add(spec.version());
    String guard =
        spec.key().stream().map(MariaDbSql::exactly).collect(Collectors.joining(" AND "))
            + " AND (%1$s IS NULL OR %1$s < VALUES(%1$s))".formatted(version);
    return insert(rows)
        + " ON DUPLICATE KEY UPDATE "
        + join(
            assigned,
            column ->
                "%1$s = IF(%2$s, VALUES(%1$s), %1$s)".formatted(quoted(column.name()), guard));
  }

  /** A unique index other than the key's may find another row, which must stay as it is. */
  private static String exactly(TargetColumn key) {
    String name = quoted(key.name());
    return key.family() == TypeFamily.TEXT || key.family() == TypeFamily.OTHER
        ? "CAST(%1$s AS BINARY) = CAST(VALUES(%1$s) AS BINARY)".formatted(name)
        : "%1$s = VALUES(%1$s)".formatted(name);
  }

  /**
   * Updates the older row of a key. Parameters: for each column its version if the spec has column
   * versions, and its value; the metadata; the version; the key; the version.
   */
  String update() {
    List<String> sets = new ArrayList<>();
    for (TargetColumn column : spec.columns()) {
      String name = quoted(column.name());
      sets.add(
          spec.columnVersions()
              ? "%1$s = IF(%2$s IS NULL OR %2$s < ?, ?, %1$s)".formatted(name, version)
              : name + " = ?");
    }
    spec.metadata().forEach(column -> sets.add(quoted(column.name()) + " = ?"));
    if (spec.appliedTime() != null) {
      sets.add(quoted(spec.appliedTime().name()) + " = " + now());
    }
    sets.add(version + " = ?");
    return "UPDATE " + table + " SET " + String.join(", ", sets) + olderRow();
  }

  /** Deletes the older row of a key. Parameters: the key; the version. */
  String delete() {
    return "DELETE FROM " + table + olderRow();
  }

  /** Marks the older row of a key as deleted, without a new version. Parameters: as of delete. */
  String mark(TargetColumn deleted) {
    return "UPDATE " + table + " SET " + quoted(deleted.name()) + " = TRUE" + olderRow();
  }

  /** Sets a column of the older row of a key. Parameters: the value; the key; the version. */
  String release(TargetColumn column) {
    return "UPDATE " + table + " SET " + quoted(column.name()) + " = ?" + olderRow();
  }

  private String olderRow() {
    return " WHERE " + sameKey() + "(%1$s IS NULL OR %1$s < ?)".formatted(version);
  }

  private String sameKey() {
    return names(spec.key()).stream().map(name -> name + " = ? AND ").collect(Collectors.joining());
  }

  /** Selects which columns differ. Parameters: the values of the columns; the key. */
  String differences() {
    TargetColumn deleted = spec.deleted();
    return "SELECT "
        + join(spec.columns(), MariaDbSql::differs)
        + " FROM "
        + table
        + " WHERE "
        + sameKey()
        + (deleted == null ? "TRUE" : "COALESCE(" + quoted(deleted.name()) + ", 0) = 0");
  }

  /** A FLOAT is compared as the text that it is written from; texts by their characters. */
  private static String differs(TargetColumn column) {
    String name = quoted(column.name());
    return switch (column.family()) {
      case TEXT -> "NOT (CONVERT(" + name + " USING utf8mb4) COLLATE utf8mb4_bin <=> ?)";
      case FLOAT -> "NOT (CONCAT(" + name + ") + 0e0 <=> ? + 0e0)";
      default -> "NOT (" + name + " <=> ?)";
    };
  }

  /**
   * Selects digests and versions of tombstones. Parameters: the table's name; the digests of the
   * keys' texts.
   */
  String tombstones(int keys, boolean lock) {
    return "SELECT `key_digest`, `version` FROM "
        + tombstones()
        + " WHERE `table_name` = ? AND `key_digest` IN "
        + tuple(Collections.nCopies(keys, "?"))
        + (lock ? " FOR UPDATE" : "");
  }

  /** Stores tombstones. Parameters: per row the table's name, the key's text, digest, version. */
  String insertTombstones(int rows) {
    return "INSERT INTO "
        + tombstones()
        + " (`table_name`, `key`, `key_digest`, `version`) VALUES "
        + String.join(", ", Collections.nCopies(rows, "(?, ?, ?, ?)"))
        + " ON DUPLICATE KEY UPDATE"
        + " `deleted_at` = IF(`version` < VALUES(`version`), CURRENT_TIMESTAMP(6), `deleted_at`),"
        + " `version` = IF(`version` < VALUES(`version`), VALUES(`version`), `version`)";
  }

  private String tombstones() {
    if (spec.tombstones() == null) {
      throw new IllegalStateException(
          "no tombstone table is specified for writes to " + spec.table());
    }
    return qualified(spec.tombstones());
  }

  /** Returns the columns of an insert that have parameters: all except the applied time. */
  List<TargetColumn> writtenColumns() {
    List<TargetColumn> all = new ArrayList<>(spec.key());
    all.addAll(spec.columns());
    all.addAll(spec.metadata());
    all.add(spec.version());
    return all;
  }

  private static String now() {
    return "UTC_TIMESTAMP(6)";
  }

  private static List<String> names(List<TargetColumn> columns) {
    return columns.stream().map(column -> quoted(column.name())).toList();
  }

  private static String tuple(List<String> parts) {
    return "(" + String.join(", ", parts) + ")";
  }

  private static <T> String join(List<T> parts, Function<? super T, String> text) {
    return parts.stream().map(text).collect(Collectors.joining(", "));
  }
}
