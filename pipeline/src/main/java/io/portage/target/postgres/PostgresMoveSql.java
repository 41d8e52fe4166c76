package io.portage.target.postgres;

import static io.portage.target.postgres.PostgresSql.quoted;

import io.portage.target.TargetColumn;
import io.portage.target.WriteSpec;
import io.portage.target.WriteSpec.RowField;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The text of the statements that take rows to other keys, as {@link PostgresSql} has the others.
 * In them {@code m} is a moved row; values are kept as the database's own texts of them.
 */
final class PostgresMoveSql {
  private static final String ROW = "\"row\"";

  private final WriteSpec shape;
  private final WriteSpec.MoveSpec move;
  private final PostgresSql sql;
  private final String table;
  private final String store;
  private final String version;

  PostgresMoveSql(WriteSpec shape, PostgresSql sql) {
    WriteSpec.@Nullable MoveSpec wanted = shape.move();
    if (wanted == null) {
      throw new IllegalStateException("rows of " + shape.table() + " do not move");
    }
    this.shape = shape;
    this.move = wanted;
    this.sql = sql;
    this.table = PostgresSql.qualified(shape.table());
    this.store = PostgresSql.qualified(wanted.movedRowsTable());
    this.version = quoted(shape.version().name());
  }

  /** Parameters: all fields; the table's name, and again if there are tombstones. */
  String take() {
    return kept(taken() + " RETURNING " + knownColumns());
  }

  /** {@link #take} of rows that stay. Parameters: as of {@link #take}. */
  String keep() {
    return kept(
        "SELECT "
            + knownColumns()
            + " FROM "
            + table
            + " AS t, "
            + sql.input(shape.fields(), false)
            + rowsMovingAway());
  }

  /** What was kept of a row before is replaced: it may have been written since. */
  private String kept(String rows) {
    return "WITH l AS (" + rows + ") " + insertion();
  }

  /**
   * Inserts the rows {@code l}, unless what is at the new key is newer. Parameters: the table's
   * name, and again if there are tombstones.
   */
  String insertion() {
    String arrival = "l." + quoted(shape.internalName(WriteSpec.MOVED_VERSION));
    String text = "l." + quoted(shape.internalName(WriteSpec.TO_TEXT));
    List<String> same = new ArrayList<>();
    for (int i = 0; i < shape.key().size(); i++) {
      same.add(
          "t."
              + quoted(shape.key().get(i).name())
              + " = l."
              + quoted(shape.internalName(WriteSpec.newKey(i))));
    }
    return "INSERT INTO "
        + store
        + " (\"table_name\", \"key_digest\", \"version\", "
        + ROW
        + ") SELECT DISTINCT ON (2, 3) ?, "
        + PostgresTombstones.digest(text)
        + ", "
        + arrival
        + ", l."
        + ROW
        + " FROM l WHERE NOT EXISTS (SELECT FROM "
        + table
        + " AS t WHERE "
        + String.join(" AND ", same)
        + " AND t."
        + version
        + " >= "
        + arrival
        + ")"
        + noTombstone(text, arrival)
        + " ON CONFLICT (\"table_name\", \"key_digest\", \"version\") DO UPDATE SET "
        + ROW
        + " = EXCLUDED."
        + ROW;
  }

  private String knownColumns() {
    return knownColumns(column -> "t." + quoted(column.name()) + "::text");
  }

  /** What {@link #insertion} takes: the internal fields, and a row of these texts of columns. */
  String knownColumns(Function<TargetColumn, String> text) {
    List<String> told = new ArrayList<>();
    shape.fields().stream()
        .filter(RowField::internal)
        .forEach(field -> told.add("i." + quoted(field.name())));
    told.add(
        "json_object(ARRAY["
            + PostgresSql.join(move.columns(), column -> literal(column.name()))
            + "]::text[], ARRAY["
            + PostgresSql.join(move.columns(), text)
            + "]::text[]) AS "
            + ROW);
    return String.join(", ", told);
  }

  private String taken() {
    TargetColumn deleted = shape.deleted();
    return (move.softDeletes() && deleted != null
            ? "UPDATE " + table + " AS t SET " + quoted(deleted.name()) + " = TRUE FROM "
            : "DELETE FROM " + table + " AS t USING ")
        + sql.input(shape.fields(), false)
        + rowsMovingAway();
  }

  private String rowsMovingAway() {
    return " WHERE "
        + sql.sameKey()
        + " AND ("
        + PostgresSql.IS_OLDER.formatted(version, "i")
        + ")"
        + notDeleted("AND");
  }

  private String notDeleted(String and) {
    TargetColumn deleted = shape.deleted();
    return deleted == null ? "" : " " + and + " t." + quoted(deleted.name()) + " IS NOT TRUE";
  }

  /** Parameters: all fields; the table's name, and again if there are tombstones. */
  String insertMovedRows(boolean replaces) {
    List<TargetColumn> told = new ArrayList<>(shape.key());
    told.addAll(sql.writtenColumns());
    List<TargetColumn> lent =
        move.columns().stream().filter(column -> !told.contains(column)).toList();
    List<TargetColumn> all = new ArrayList<>(told);
    all.addAll(lent);
    List<TargetColumn> updated =
        all.stream()
            .filter(column -> !shape.key().contains(column) && !column.generatedAlways())
            .toList();
    List<String> values = new ArrayList<>();
    told.forEach(column -> values.add(sql.incoming(column)));
    lent.forEach(column -> values.add(borrowed(column)));
    return "INSERT INTO "
        + table
        + " AS t ("
        + PostgresSql.join(all, column -> quoted(column.name()))
        + ") OVERRIDING SYSTEM VALUE SELECT "
        + String.join(", ", values)
        + " FROM "
        + sql.input(shape.fields(), false)
        + keptFor(replaces)
        + " ON CONFLICT ("
        + PostgresSql.join(shape.key(), column -> quoted(column.name()))
        + ") DO UPDATE SET "
        + PostgresSql.join(
            updated, column -> quoted(column.name()) + " = EXCLUDED." + quoted(column.name()))
        + " WHERE "
        + PostgresSql.IS_OLDER.formatted(version, "EXCLUDED");
  }

  /**
   * Joins {@code i} with the moved row {@code m} that is kept for it. Parameters: the table's name,
   * and again if there are tombstones.
   */
  String keptFor(boolean replaces) {
    // Without a living row of a version of its own, or newer than the moved one.
    String stands =
        replaces
            ? "t." + version + " >= m.\"version\""
            : shape.deleted() == null
                ? "TRUE"
                : "(t." + version + " >= m.\"version\"" + notDeleted("OR") + ")";
    return " CROSS JOIN LATERAL ("
        + newest()
        + ") AS m WHERE NOT EXISTS (SELECT FROM "
        + table
        + " AS t WHERE "
        + sql.sameKey()
        + " AND "
        + stands
        + ")"
        + noTombstone(keyText(), "m.\"version\"");
  }

  /** The newest moved row for the key of {@code i}, of no earlier life. */
  private String newest() {
    String dead = "i." + quoted(shape.internalName(WriteSpec.DELETED_FIELD));
    return "SELECT m.\"version\", m."
        + ROW
        + " FROM "
        + store
        + " AS m WHERE m.\"table_name\" = ? AND m.\"key_digest\" = "
        + PostgresTombstones.digest(keyText())
        + " AND m.\"version\" < i."
        + version
        + " AND ("
        + dead
        + " IS NULL OR m.\"version\" > "
        + dead
        + ") ORDER BY m.\"version\" DESC LIMIT 1";
  }

  private String borrowed(TargetColumn column) {
    return "(" + keptText(column) + ")" + cast(column.type());
  }

  /** The column's text in {@code m}. */
  static String keptText(TargetColumn column) {
    return "m." + ROW + " ->> " + literal(column.name());
  }

  /** Unlike a cast, the assignment to a column refuses what is too long for it. */
  private static String cast(String type) {
    return switch (type) {
      case "text", "varchar" -> "";
      default -> "::" + PostgresSql.qualified(type);
    };
  }

  /** Parameters: the identity's fields; the table's name. */
  String deleteMovedRows() {
    return "DELETE FROM "
        + store
        + " AS m USING "
        + sql.input(shape.identity(), false)
        + " WHERE m.\"table_name\" = ? AND m.\"key_digest\" = "
        + PostgresTombstones.digest(keyText())
        + " AND m.\"version\" < i."
        + version;
  }

  private String keyText() {
    return "i." + quoted(shape.internalName(WriteSpec.TOMBSTONE_KEY));
  }

  private String noTombstone(String text, String since) {
    return shape.tombstones() == null
        ? ""
        : " AND NOT EXISTS (SELECT FROM "
            + PostgresSql.qualified(shape.tombstones())
            + " AS d WHERE d.\"table_name\" = ? AND "
            + sql.tombstonesOf(text)
            + " AND d.\"version\" >= "
            + since
            + ")";
  }

  private static String literal(String name) {
    return "E'" + name.replace("\\", "\\\\").replace("'", "''") + "'";
  }
}
