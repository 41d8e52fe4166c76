package io.portage.target.postgres;

import static io.portage.target.postgres.PostgresSql.quoted;

import io.portage.target.TargetColumn;
import io.portage.target.WriteSpec;

/** The statements that report the existing state of the rows' keys, see {@link PostgresSql}. */
public final class PostgresExistingRowSql {
  private final WriteSpec spec;
  private final PostgresSql sql;
  private final String table;
  private final String version;

  public PostgresExistingRowSql(WriteSpec spec, PostgresSql sql) {
    this.spec = spec;
    this.sql = sql;
    this.table = PostgresSql.qualified(spec.table());
    this.version = quoted(spec.version().name());
  }

  /**
   * Runs {@link PostgresSql#upsert} and selects, for each row that was not written: the number of
   * rows written, the row's number, and the greatest version of row and tombstone before the
   * statement. Writes of other sessions during the statement are not included.
   *
   * <p>Parameters: as for {@link PostgresSql#upsert}; the table's name if there are tombstones; the
   * identity's fields.
   */
  public String upsertExplained() {
    String keys = PostgresSql.join(spec.key(), column -> "t." + quoted(column.name()));
    return "WITH w AS ("
        + sql.upsert()
        + " RETURNING "
        + keys
        + ") SELECT (SELECT count(*) FROM w), "
        + sql.internal(WriteSpec.NUMBER)
        + ", "
        + found()
        + " FROM "
        + sql.input(spec.identity(), true)
        + " WHERE NOT EXISTS (SELECT FROM w WHERE "
        + sql.sameKey("w", "i")
        + ")";
  }

  /** Selects the existing version for {@code i}, row by row. */
  private String found() {
    String row = "(SELECT t." + version + " FROM " + table + " AS t WHERE " + sql.sameKey() + ")";
    return spec.tombstones() == null
        ? row
        : "GREATEST(" + row + ", (SELECT max(d.\"version\") FROM " + sql.tombstonesOf() + "))";
  }

  /**
   * Selects the row's number, whether the target is newer, and the target's version, for each row
   * whose version differs from the target's. Parameters: the identity's fields; the table's name if
   * there are tombstones.
   */
  public String existingRows() {
    String found =
        spec.key().isEmpty()
            ? "d.\"version\""
            : spec.tombstones() == null
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
        + sql.input(spec.identity(), true)
        + (spec.key().isEmpty() ? "" : " LEFT JOIN " + table + " AS t ON " + sql.sameKey())
        + joinTombstones()
        + " WHERE "
        + found
        + " IS DISTINCT FROM i."
        + version;
  }

  /** Counts the rows that a write replaces. Parameters: as of {@link PostgresSql#overwritten}. */
  String overwritten() {
    TargetColumn deleted = spec.deleted();
    return "SELECT count(*) FROM "
        + table
        + " AS t, "
        + sql.input(spec.fields(), false)
        + " WHERE "
        + sql.overwritten()
        + (deleted == null ? "" : " AND t." + quoted(deleted.name()) + " IS NOT TRUE");
  }

  private String joinTombstones() {
    if (spec.tombstones() == null) {
      return "";
    }
    return spec.truncates()
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
