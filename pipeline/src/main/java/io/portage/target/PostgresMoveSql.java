package io.portage.target;

import static io.portage.target.PostgresSql.quoted;

import io.portage.target.WriteShape.Field;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The text of the statement that takes rows to other keys, as {@link PostgresSql} has the others.
 *
 * <p>One statement, which takes row by row away before it puts it down, so that a unique index over
 * other columns holds; by a new row and not by an update of the key, which an identity column would
 * not allow.
 */
final class PostgresMoveSql {
  private final WriteShape shape;
  private final WriteShape.Move move;
  private final PostgresSql sql;
  private final String table;
  private final String version;

  PostgresMoveSql(WriteShape shape, PostgresSql sql) {
    WriteShape.@Nullable Move wanted = shape.move();
    if (wanted == null) {
      throw new IllegalStateException("rows of " + shape.table() + " do not move");
    }
    this.shape = shape;
    this.move = wanted;
    this.sql = sql;
    this.table = PostgresSql.qualified(shape.table());
    this.version = quoted(shape.version().name());
  }

  /** Parameters: all fields; the table's name if there are tombstones. */
  String text() {
    List<String> targets = new ArrayList<>();
    List<String> sources = new ArrayList<>();
    for (int i = 0; i < shape.key().size(); i++) {
      targets.add(quoted(shape.key().get(i).name()));
      sources.add("l." + quoted(shape.internal(WriteShape.newKey(i))));
    }
    int keys = targets.size();
    for (TargetColumn column : move.columns()) {
      targets.add(quoted(column.name()));
      sources.add("l." + quoted(column.name()));
    }
    targets.add(version);
    sources.add("l." + quoted(shape.internal(WriteShape.ARRIVAL)));
    TargetColumn deleted = shape.deleted();
    if (deleted != null) {
      targets.add(quoted(deleted.name()));
      sources.add("FALSE");
    }
    TargetColumn applied = shape.appliedTime();
    if (applied != null) {
      targets.add(quoted(applied.name()));
      sources.add(sql.incoming(applied));
    }
    List<String> rest = targets.subList(keys, targets.size());
    return "WITH l AS ("
        + taken()
        + ") INSERT INTO "
        + table
        + " AS t ("
        + String.join(", ", targets)
        + ") OVERRIDING SYSTEM VALUE SELECT "
        + String.join(", ", sources)
        + " FROM l"
        + unburied()
        + " ON CONFLICT ("
        + String.join(", ", targets.subList(0, keys))
        + ") DO UPDATE SET "
        + PostgresSql.join(rest, column -> column + " = EXCLUDED." + column)
        + " WHERE "
        + PostgresSql.OLDER.formatted(version, "EXCLUDED");
  }

  private String taken() {
    TargetColumn deleted = shape.deleted();
    List<String> told = new ArrayList<>();
    shape.fields().stream()
        .filter(Field::internal)
        .forEach(field -> told.add("i." + quoted(field.name())));
    move.columns().forEach(column -> told.add("t." + quoted(column.name())));
    String living = deleted == null ? "" : " AND t." + quoted(deleted.name()) + " IS NOT TRUE";
    return (move.marks() && deleted != null
            ? "UPDATE " + table + " AS t SET " + quoted(deleted.name()) + " = TRUE FROM "
            : "DELETE FROM " + table + " AS t USING ")
        + sql.input(shape.fields(), false)
        + " WHERE "
        + sql.sameKey()
        + " AND ("
        + PostgresSql.OLDER.formatted(version, "i")
        + ")"
        + living
        + " RETURNING "
        + String.join(", ", told);
  }

  private String unburied() {
    return shape.tombstones() == null
        ? ""
        : " WHERE NOT EXISTS (SELECT FROM "
            + PostgresSql.qualified(shape.tombstones())
            + " AS d WHERE d.\"table_name\" = ? AND "
            + sql.graves("l." + quoted(shape.internal(WriteShape.TO_TEXT)))
            + " AND d.\"version\" >= l."
            + quoted(shape.internal(WriteShape.ARRIVAL))
            + ")";
  }
}
