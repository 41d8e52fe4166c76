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
 * The statements that move rows to other keys; {@link PostgresSql} has the other statements. In
 * them {@code m} is a moved row. Values are stored as the database's own texts.
 */
final class PostgresMoveSql {
  private static final String ROW = "\"row\"";

  private final WriteSpec spec;
  private final WriteSpec.MoveSpec move;
  private final PostgresSql sql;
  private final String table;
  private final String store;
  private final String version;

  PostgresMoveSql(WriteSpec spec, PostgresSql sql) {
    WriteSpec.@Nullable MoveSpec requested = spec.move();
    if (requested == null) {
      throw new IllegalStateException("no move is specified for the rows of " + spec.table());
    }
    this.spec = spec;
    this.move = requested;
    this.sql = sql;
    this.table = PostgresSql.qualified(spec.table());
    this.store = PostgresSql.qualified(requested.movedRowsTable());
    this.version = quoted(spec.version().name());
  }

  /**
   * Removes the older rows and inserts them into the moved-rows table. Parameters: all fields; the
   * table's name, and again if there are tombstones.
   */
  String take() {
    return replacing(taken() + " RETURNING " + knownColumns());
  }

  /** {@link #take} without the removal. Parameters: as of {@link #take}. */
  String keep() {
    return replacing(
        "SELECT "
            + knownColumns()
            + " FROM "
            + table
            + " AS t, "
            + sql.input(spec.fields(), false)
            + rowsMovingAway());
  }

  /** Replaces an earlier copy of the row, which may have been written since. */
  private String replacing(String rows) {
    return "WITH l AS (" + rows + ") " + insertion();
  }

  /**
   * Inserts the rows {@code l} into the moved-rows table, unless the new key has a row or tombstone
   * at or above the move's version. Parameters: the table's name, and again if there are
   * tombstones.
   */
  String insertion() {
    String arrival = "l." + quoted(spec.internalName(WriteSpec.MOVED_VERSION));
    String text = "l." + quoted(spec.internalName(WriteSpec.TO_TEXT));
    List<String> same = new ArrayList<>();
    for (int i = 0; i < spec.key().size(); i++) {
      same.add(
          "t."
              + quoted(spec.key().get(i).name())
              + " = l."
              + quoted(spec.internalName(WriteSpec.newKey(i))));
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

  /**
   * The input of {@link #insertion}: the internal fields, and a JSON object of the columns' texts.
   */
  String knownColumns(Function<TargetColumn, String> text) {
    List<String> expressions = new ArrayList<>();
    spec.fields().stream()
        .filter(RowField::internal)
        .forEach(field -> expressions.add("i." + quoted(field.name())));
    expressions.add(
        "json_object(ARRAY["
            + PostgresSql.join(move.columns(), column -> literal(column.name()))
            + "]::text[], ARRAY["
            + PostgresSql.join(move.columns(), text)
            + "]::text[]) AS "
            + ROW);
    return String.join(", ", expressions);
  }

  private String taken() {
    TargetColumn deleted = spec.deleted();
    return (move.softDeletes() && deleted != null
            ? "UPDATE " + table + " AS t SET " + quoted(deleted.name()) + " = TRUE FROM "
            : "DELETE FROM " + table + " AS t USING ")
        + sql.input(spec.fields(), false)
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
    TargetColumn deleted = spec.deleted();
    return deleted == null ? "" : " " + and + " t." + quoted(deleted.name()) + " IS NOT TRUE";
  }

  /**
   * Inserts partial rows, completed by the moved rows of their keys. Parameters: all fields; the
   * table's name, and again if there are tombstones.
   */
  String insertMovedRows(boolean replaces) {
    List<TargetColumn> incoming = new ArrayList<>(spec.key());
    incoming.addAll(sql.writtenColumns());
    List<TargetColumn> missing =
        move.columns().stream().filter(column -> !incoming.contains(column)).toList();
    List<TargetColumn> all = new ArrayList<>(incoming);
    all.addAll(missing);
    List<TargetColumn> updated =
        all.stream()
            .filter(column -> !spec.key().contains(column) && !column.generatedAlways())
            .toList();
    List<String> values = new ArrayList<>();
    incoming.forEach(column -> values.add(sql.incoming(column)));
    missing.forEach(column -> values.add(movedValue(column)));
    return "INSERT INTO "
        + table
        + " AS t ("
        + PostgresSql.join(all, column -> quoted(column.name()))
        + ") OVERRIDING SYSTEM VALUE SELECT "
        + String.join(", ", values)
        + " FROM "
        + sql.input(spec.fields(), false)
        + keptFor(replaces)
        + " ON CONFLICT ("
        + PostgresSql.join(spec.key(), column -> quoted(column.name()))
        + ") DO UPDATE SET "
        + PostgresSql.join(
            updated, column -> quoted(column.name()) + " = EXCLUDED." + quoted(column.name()))
        + " WHERE "
        + PostgresSql.IS_OLDER.formatted(version, "EXCLUDED");
  }

  /**
   * Joins {@code i} with the moved row {@code m} of its key. Parameters: the table's name, and
   * again if there are tombstones.
   */
  String keptFor(boolean replaces) {
    // The condition on an existing row that takes precedence over the moved row.
    String precedes =
        replaces
            ? "t." + version + " >= m.\"version\""
            : spec.deleted() == null
                ? "TRUE"
                : "(t." + version + " >= m.\"version\"" + notDeleted("OR") + ")";
    return " CROSS JOIN LATERAL ("
        + newest()
        + ") AS m WHERE NOT EXISTS (SELECT FROM "
        + table
        + " AS t WHERE "
        + sql.sameKey()
        + " AND "
        + precedes
        + ")"
        + noTombstone(keyText(), "m.\"version\"");
  }

  /** Selects the newest moved row for the key of {@code i} that is not of an earlier lifetime. */
  private String newest() {
    String lastDelete = "i." + quoted(spec.internalName(WriteSpec.DELETED_FIELD));
    return "SELECT m.\"version\", m."
        + ROW
        + " FROM "
        + store
        + " AS m WHERE m.\"table_name\" = ? AND m.\"key_digest\" = "
        + PostgresTombstones.digest(keyText())
        + " AND m.\"version\" < i."
        + version
        + " AND ("
        + lastDelete
        + " IS NULL OR m.\"version\" > "
        + lastDelete
        + ") ORDER BY m.\"version\" DESC LIMIT 1";
  }

  private String movedValue(TargetColumn column) {
    return "(" + keptText(column) + ")" + cast(column.type());
  }

  /** Returns the expression for the column's text in {@code m}. */
  static String keptText(TargetColumn column) {
    return "m." + ROW + " ->> " + literal(column.name());
  }

  /** An assignment to a text column rejects a value that is too long; a cast would truncate it. */
  private static String cast(String type) {
    return switch (type) {
      case "text", "varchar" -> "";
      default -> PostgresSql.castTo(type);
    };
  }

  /**
   * Deletes the moved rows of the keys that are older than the rows. Parameters: the identity's
   * fields; the table's name.
   */
  String deleteMovedRows() {
    return "DELETE FROM "
        + store
        + " AS m USING "
        + sql.input(spec.identity(), false)
        + " WHERE m.\"table_name\" = ? AND m.\"key_digest\" = "
        + PostgresTombstones.digest(keyText())
        + " AND m.\"version\" < i."
        + version;
  }

  private String keyText() {
    return "i." + quoted(spec.internalName(WriteSpec.TOMBSTONE_KEY));
  }

  private String noTombstone(String text, String since) {
    return spec.tombstones() == null
        ? ""
        : " AND NOT EXISTS (SELECT FROM "
            + PostgresSql.qualified(spec.tombstones())
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
