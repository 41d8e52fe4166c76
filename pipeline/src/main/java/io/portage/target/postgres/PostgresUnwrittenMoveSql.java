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
 * The statement that keeps rows for their new keys without a write at the old ones, see {@link
 * PostgresMoveSql}. In it {@code x} are the incoming rows.
 */
final class PostgresUnwrittenMoveSql {
  /**
   * The default expressions of the table's columns. That of an identity column is null if the role
   * may not use the sequence, a privilege that an insert does not need.
   */
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

  private final WriteSpec spec;
  private final WriteSpec.MoveSpec move;
  private final PostgresSql sql;
  private final PostgresMoveSql moves;
  private final String table;

  PostgresUnwrittenMoveSql(WriteSpec spec, PostgresSql sql) {
    WriteSpec.@Nullable MoveSpec requested = spec.move();
    if (requested == null) {
      throw new IllegalStateException("no move is specified for the rows of " + spec.table());
    }
    this.spec = spec;
    this.move = requested;
    this.sql = sql;
    this.moves = new PostgresMoveSql(spec, sql);
    this.table = qualified(spec.table());
  }

  /**
   * Returns the default expressions of the columns that an insert of these rows omits, by column
   * name; null if one of them cannot be determined or used in a statement with parameters.
   */
  @Nullable Map<String, String> defaults(Connection connection) throws SQLException {
    List<TargetColumn> defaulted =
        move.columns().stream()
            .filter(column -> column.hasDefault() && !spec.columns().contains(column))
            .toList();
    if (defaulted.isEmpty()) {
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
    Map<String, String> requested = new HashMap<>();
    for (TargetColumn column : defaulted) {
      String expression = all.get(column.name());
      if (expression == null || expression.contains("?")) {
        return null;
      }
      requested.put(column.name(), expression);
    }
    return requested;
  }

  /** Keeps the rows and selects their numbers, from 1. Parameters: all fields; {@link #names}. */
  String pass(boolean partial, Map<String, String> defaults) {
    return "WITH x AS MATERIALIZED (SELECT * FROM "
        + sql.input(spec.fields(), true)
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

  /** Returns the number of parameters of {@link #pass} that are the table's name. */
  int names(boolean partial) {
    return 1
        + (sql.overwrittenNamesTable() ? 1 : 0)
        + (partial ? 1 : 0)
        + (spec.tombstones() == null ? 0 : 2);
  }

  private String number(String row) {
    return row + "." + quoted(spec.internalName(WriteSpec.NUMBER));
  }

  private boolean isIncoming(TargetColumn column) {
    return spec.columns().contains(column);
  }

  private static String incomingText(TargetColumn column) {
    return "i." + quoted(column.name()) + "::text";
  }

  /** Returns the column's text in {@code t} after an update. */
  private String updated(TargetColumn column) {
    return isIncoming(column)
        ? "(" + sql.updated(column) + ")::text"
        : "t." + quoted(column.name()) + "::text";
  }

  /** Rows whose key has no row. */
  private String inserted(Map<String, String> defaults) {
    return moves.knownColumns(
            column -> {
              String defaulted = defaults.get(column.name());
              return isIncoming(column)
                  ? incomingText(column)
                  : defaulted == null ? "NULL" : "(" + defaulted + ")::text";
            })
        + " FROM x AS i WHERE NOT EXISTS (SELECT FROM "
        + table
        + " AS t WHERE "
        + sql.sameKey()
        + ")"
        + sql.noTombstone(" AND ");
  }

  /** Partial rows that a moved row of their key completes. */
  private String completed() {
    return moves.knownColumns(
            column -> isIncoming(column) ? incomingText(column) : PostgresMoveSql.keptText(column))
        + " FROM x AS i"
        + moves.keptFor(false)
        + " AND "
        + sql.internal(WriteSpec.DELETED_FIELD)
        + " IS NOT NULL";
  }
}
