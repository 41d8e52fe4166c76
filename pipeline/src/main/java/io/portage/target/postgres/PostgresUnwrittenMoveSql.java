package io.portage.target.postgres;

import static io.portage.target.postgres.PostgresSql.qualified;
import static io.portage.target.postgres.PostgresSql.quoted;

import io.portage.target.TargetColumn;
import io.portage.target.WriteSpec;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The text of the statement that keeps rows for their new keys which are not written at the old
 * ones, see {@link PostgresMoveSql}. In it {@code x} are the incoming rows.
 */
final class PostgresUnwrittenMoveSql {
  /** An identity column's sequence may be closed to the role, which inserts do not need. */
  private static final String DEFAULTS =
      """
      SELECT a.attname,
             CASE WHEN a.attidentity = ''
                  THEN COALESCE(pg_catalog.pg_get_expr(d.adbin, d.adrelid),
                                pg_catalog.pg_get_expr(y.typdefaultbin, 0))
                  WHEN has_sequence_privilege(s.name, 'USAGE')
                  THEN pg_catalog.format('nextval(%L::regclass)', s.name) END
      FROM pg_catalog.pg_attribute a
      JOIN pg_catalog.pg_type y ON y.oid = a.atttypid
      LEFT JOIN pg_catalog.pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
      CROSS JOIN LATERAL (
        SELECT pg_catalog.pg_get_serial_sequence(?, a.attname) AS name) AS s
      WHERE a.attrelid = to_regclass(?) AND a.attnum > 0 AND NOT a.attisdropped
        AND a.attgenerated = ''
      """;

  private final WriteSpec shape;
  private final WriteSpec.MoveSpec move;
  private final PostgresSql sql;
  private final PostgresMoveSql moves;
  private final String table;

  PostgresUnwrittenMoveSql(WriteSpec shape, PostgresSql sql) {
    WriteSpec.@Nullable MoveSpec wanted = shape.move();
    if (wanted == null) {
      throw new IllegalStateException("rows of " + shape.table() + " do not move");
    }
    this.shape = shape;
    this.move = wanted;
    this.sql = sql;
    this.moves = new PostgresMoveSql(shape, sql);
    this.table = qualified(shape.table());
  }

  /**
   * The expressions that fill the columns which an insert of these rows leaves out, by the columns'
   * names; null where one of them cannot be told, or not be part of a statement with parameters.
   */
  @Nullable Map<String, String> defaults(Connection connection) throws SQLException {
    List<TargetColumn> filled =
        move.columns().stream()
            .filter(column -> column.hasDefault() && !shape.columns().contains(column))
            .toList();
    if (filled.isEmpty()) {
      return Map.of();
    }
    Map<String, @Nullable String> all = new HashMap<>();
    try (PreparedStatement statement = connection.prepareStatement(DEFAULTS)) {
      statement.setString(1, table);
      statement.setString(2, table);
      try (ResultSet result = statement.executeQuery()) {
        while (result.next()) {
          all.put(result.getString(1), result.getString(2));
        }
      }
    }
    Map<String, String> wanted = new HashMap<>();
    for (TargetColumn column : filled) {
      String expression = all.get(column.name());
      if (expression == null || expression.contains("?")) {
        return null;
      }
      wanted.put(column.name(), expression);
    }
    return wanted;
  }

  /** Selects the rows' places, from 1. Parameters: all fields; {@link #names}. */
  String pass(boolean partial, Map<String, String> defaults) {
    return "WITH x AS MATERIALIZED (SELECT * FROM "
        + sql.input(shape.fields(), true)
        + "), l AS (SELECT "
        + number("i")
        + ", "
        + moves.knownColumns(this::updated)
        + " FROM x AS i JOIN "
        + table
        + " AS t ON "
        + sql.overwritten()
        + " UNION ALL SELECT "
        + number("i")
        + ", "
        + (partial ? completed() : inserted(defaults))
        + "), s AS ("
        + moves.insertion()
        + ") SELECT "
        + number("l")
        + " FROM l";
  }

  /** How often the table's name is a parameter of {@link #pass}. */
  int names(boolean partial) {
    return 1
        + (sql.overwrittenNamesTable() ? 1 : 0)
        + (partial ? 1 : 0)
        + (shape.tombstones() == null ? 0 : 2);
  }

  private String number(String row) {
    return row + "." + quoted(shape.internalName(WriteSpec.NUMBER));
  }

  private boolean isBrought(TargetColumn column) {
    return shape.columns().contains(column);
  }

  private static String brought(TargetColumn column) {
    return "i." + quoted(column.name()) + "::text";
  }

  /** The column's text in {@code t} if that were updated. */
  private String updated(TargetColumn column) {
    return isBrought(column)
        ? "(" + sql.updated(column) + ")::text"
        : "t." + quoted(column.name()) + "::text";
  }

  /** Rows of keys that no row has. */
  private String inserted(Map<String, String> defaults) {
    return moves.knownColumns(
            column -> {
              String filled = defaults.get(column.name());
              return isBrought(column)
                  ? brought(column)
                  : filled == null ? "NULL" : "(" + filled + ")::text";
            })
        + " FROM x AS i WHERE NOT EXISTS (SELECT FROM "
        + table
        + " AS t WHERE "
        + sql.sameKey()
        + ")"
        + sql.noTombstone(" AND ");
  }

  /** Rows that one which is kept for their key completes. */
  private String completed() {
    return moves.knownColumns(
            column -> isBrought(column) ? brought(column) : PostgresMoveSql.keptText(column))
        + " FROM x AS i"
        + moves.keptFor(false)
        + " AND "
        + sql.internal(WriteSpec.DELETED_FIELD)
        + " IS NOT NULL";
  }
}
