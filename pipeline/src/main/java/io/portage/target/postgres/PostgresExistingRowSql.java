package io.portage.target.postgres;

import static io.portage.target.postgres.PostgresSql.quoted;

import io.portage.target.TargetColumn;
import io.portage.target.WriteSpec;

/** The text of the statements that tell what stands in place of rows, see {@link PostgresSql}. */
public final class PostgresExistingRowSql {
  private final WriteSpec shape;
  private final PostgresSql sql;
  private final String table;
  private final String version;

  public PostgresExistingRowSql(WriteSpec shape, PostgresSql sql) {
    this.shape = shape;
    this.sql = sql;
    this.table = PostgresSql.qualified(shape.table());
    this.version = quoted(shape.version().name());
  }

  /**
   * {@link PostgresSql#upsert}, and tells what stands in place of the rows that it has not written:
   * how many it has written, the row's number, and the greatest version of row and tombstone as
   * they were before the statement, so that what others wrote meanwhile is not in it.
   *
   * <p>Parameters: as for {@link PostgresSql#upsert}; the table's name if there are tombstones; the
   * identity's fields.
   */
  public String upsertExplained() {
    String keys = PostgresSql.join(shape.key(), column -> "t." + quoted(column.name()));
    return "WITH w AS ("
        + sql.upsert()
        + " RETURNING "
        + keys
        + ") SELECT (SELECT count(*) FROM w), "
        + sql.internal(WriteSpec.NUMBER)
        + ", "
        + found()
        + " FROM "
        + sql.input(shape.identity(), true)
        + " WHERE NOT EXISTS (SELECT FROM w WHERE "
        + sql.sameKey("w", "i")
        + ")";
  }

  /** The version that stands in place of {@code i}, looked for row by row. */
  private String found() {
    String row = "(SELECT t." + version + " FROM " + table + " AS t WHERE " + sql.sameKey() + ")";
    return shape.tombstones() == null
        ? row
        : "GREATEST(" + row + ", (SELECT max(d.\"version\") FROM " + sql.tombstonesOf() + "))";
  }

  /** Parameters: the identity's fields; the table's name if there are tombstones. */
  public String existingRows() {
    String found =
        shape.key().isEmpty()
            ? "d.\"version\""
            : shape.tombstones() == null
                ? "t." + version
                : "GREATEST(t." + version + ", d.\"version\")";
    return "SELECT "
        + sql.internal(WriteSpec.NUMBER)
        + ", COALESCE("
        + found
        + " > i."
        + version
        + ", FALSE), "
        + found
        + " FROM "
        + sql.input(shape.identity(), true)
        + (shape.key().isEmpty() ? "" : " LEFT JOIN " + table + " AS t ON " + sql.sameKey())
        + buried()
        + " WHERE "
        + found
        + " IS DISTINCT FROM i."
        + version;
  }

  /** Counts what is written over. Parameters: as of {@link PostgresSql#overwritten}. */
  String overwritten() {
    TargetColumn deleted = shape.deleted();
    return "SELECT count(*) FROM "
        + table
        + " AS t, "
        + sql.input(shape.fields(), false)
        + " WHERE "
        + sql.overwritten()
        + (deleted == null ? "" : " AND t." + quoted(deleted.name()) + " IS NOT TRUE");
  }

  private String buried() {
    if (shape.tombstones() == null) {
      return "";
    }
    return shape.truncates()
        ? " LEFT JOIN LATERAL (SELECT max(d.\"version\") AS \"version\" FROM "
            + sql.tombstonesOf()
            + ") AS d ON TRUE"
        : " LEFT JOIN "
            + sql.tombstones()
            + " AS d ON "
            + PostgresSql.ofTable()
            + sql.tombstonesOf(sql.keyText());
  }
}
