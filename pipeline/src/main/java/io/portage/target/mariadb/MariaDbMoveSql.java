package io.portage.target.mariadb;

import static io.portage.target.mariadb.MariaDbSql.qualified;
import static io.portage.target.mariadb.MariaDbSql.quoted;

import io.portage.target.TargetColumn;
import io.portage.target.TypeFamily;
import io.portage.target.WriteSpec;
import io.portage.target.mariadb.fitting.MariaDbTypes;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The statements that move rows to other keys; {@link MariaDbSql} has the other statements. */
final class MariaDbMoveSql {
  private final WriteSpec spec;
  private final WriteSpec.MoveSpec move;
  private final MariaDbSql sql;
  private final String store;

  MariaDbMoveSql(WriteSpec spec, MariaDbSql sql) {
    WriteSpec.@Nullable MoveSpec requested = spec.move();
    if (requested == null) {
      throw new IllegalStateException("no move is specified for the rows of " + spec.table());
    }
    this.spec = spec;
    this.move = requested;
    this.sql = sql;
    this.store = qualified(requested.movedRowsTable());
  }

  WriteSpec.MoveSpec move() {
    return move;
  }

  /** Returns true if values of the column are read and kept as bytes, otherwise as text. */
  static boolean isOfBytes(TargetColumn column) {
    return column.family() == TypeFamily.BYTES
        || column.family() == TypeFamily.BITS
        || !MariaDbTypes.hasText(column.type());
  }

  /** Selects the columns that move, of one row. Parameters: the key. */
  String columns() {
    return "SELECT "
        + move.columns().stream().map(MariaDbMoveSql::value).collect(Collectors.joining(", "))
        + " FROM "
        + qualified(spec.table())
        + " WHERE "
        + spec.key().stream()
            .map(column -> quoted(column.name()) + " = ?")
            .collect(Collectors.joining(" AND "));
  }

  /** The text of a FLOAT has all digits only as a DOUBLE; the driver would reformat times. */
  private static String value(TargetColumn column) {
    String name = quoted(column.name());
    return switch (column.family()) {
      case FLOAT -> "CAST(" + name + " + 0e0 AS CHAR)";
      case INTEGER, DECIMAL, DATE, TIME, TIMESTAMP, INSTANT -> "CAST(" + name + " AS CHAR)";
      default -> name;
    };
  }

  /** Removes the older row of a key, or marks it deleted. Parameters: the key; the version. */
  String take() {
    TargetColumn deleted = spec.deleted();
    return move.softDeletes() && deleted != null ? sql.mark(deleted) : sql.delete();
  }

  /**
   * Keeps a row; replaces an earlier copy. Parameters: the table's name; the digest of the new
   * key's text; the version of the move; the row.
   */
  String keep() {
    return "INSERT INTO "
        + store
        + " (`table_name`, `key_digest`, `version`, `row`) VALUES (?, ?, ?, ?)"
        + " ON DUPLICATE KEY UPDATE `row` = VALUES(`row`)";
  }

  /** Selects the rows that are kept for keys. Parameters: the table's name; the digests. */
  String kept(int keys) {
    return "SELECT `key_digest`, `version`, `row` FROM "
        + store
        + " WHERE `table_name` = ? AND `key_digest` IN ("
        + String.join(", ", Collections.nCopies(keys, "?"))
        + ")";
  }

  /** Deletes the older rows of a key. Parameters: the table's name; the digest; the version. */
  String forget() {
    return "DELETE FROM "
        + store
        + " WHERE `table_name` = ? AND `key_digest` = ? AND `version` < ?";
  }

  /** Returns the columns that move and that the rows do not contain. */
  List<TargetColumn> missing() {
    List<TargetColumn> written = sql.writtenColumns();
    return move.columns().stream().filter(column -> !written.contains(column)).toList();
  }
}
