package io.portage.target.postgres;

import static io.portage.target.postgres.PostgresSql.qualified;
import static io.portage.target.postgres.PostgresSql.quoted;

import io.portage.target.Dialect;
import io.portage.target.ExchangeStrategy;
import io.portage.target.ExchangeStrategy.ExchangeKind;
import io.portage.target.TargetColumn;
import io.portage.target.TargetTable;
import io.portage.target.WriteSpec;
import io.portage.target.fitting.TypeFitters;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The ways in which PostgreSQL writes rows that have each other's unique values. */
final class PostgresExchange {
  /** Whether a row that is deleted and inserted again ends as if it were updated. */
  private static final String REPLACEABLE =
      """
      SELECT NOT EXISTS (SELECT FROM pg_catalog.pg_constraint
                         WHERE contype = 'f' AND confrelid = to_regclass(?) AND confdeltype <> 'a')
         AND NOT EXISTS (SELECT FROM pg_catalog.pg_trigger
                         WHERE tgrelid = to_regclass(?) AND NOT tgisinternal)
      """;

  private static final String COLUMNS =
      """
      SELECT attname FROM pg_catalog.pg_attribute
      WHERE attrelid = to_regclass(?) AND attnum > 0 AND NOT attisdropped AND attgenerated = ''
      ORDER BY attnum
      """;

  private final Connection connection;
  private final WriteSpec shape;
  private final PostgresSql sql;
  private final String table;

  PostgresExchange(Connection connection, WriteSpec shape, PostgresSql sql) {
    this.connection = connection;
    this.shape = shape;
    this.sql = sql;
    this.table = qualified(shape.table());
  }

  /** See {@link Dialect#exchangeStrategies}. */
  static List<ExchangeStrategy> strategies(
      Connection connection, TargetTable target, String constraint) throws SQLException {
    String table = qualified(target.canonical());
    List<ExchangeStrategy> ways = new ArrayList<>();
    if (target.deferrable()) {
      ways.add(new ExchangeStrategy(ExchangeKind.DEFER, null));
    }
    List<PostgresIndex.IndexColumn> columns =
        PostgresIndex.find(connection, table, constraint).columns().stream()
            .filter(column -> !column.leads())
            .toList();
    for (PostgresIndex.IndexColumn column : columns) {
      if (column.nullable()) {
        ways.add(new ExchangeStrategy(ExchangeKind.NULL, column.name()));
      }
    }
    for (PostgresIndex.IndexColumn column : columns) {
      TargetColumn known = target.column(column.name());
      if (!column.refers() && known != null && unused(known, table, "1") != null) {
        ways.add(new ExchangeStrategy(ExchangeKind.UNUSED, column.name()));
      }
    }
    if (isReplaceable(connection, table)) {
      ways.add(new ExchangeStrategy(ExchangeKind.REPLACE, null));
    }
    return ways;
  }

  private static boolean isReplaceable(Connection connection, String table) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(REPLACEABLE)) {
      statement.setString(1, table);
      statement.setString(2, table);
      try (ResultSet result = statement.executeQuery()) {
        return result.next() && result.getBoolean(1);
      }
    }
  }

  /** A value that no row has, another one for each {@code number}; null where there may be none. */
  private static @Nullable String unused(TargetColumn column, String table, String number) {
    String greatest = "(SELECT max(o." + quoted(column.name()) + ") FROM " + table + " AS o)";
    String random = "md5(random()::text || " + number + ")";
    return switch (column.type()) {
      case "int2", "int4", "int8", "numeric", "float4", "float8" -> greatest + " + " + number;
      case "date", "timestamp", "timestamptz" -> greatest + " + " + number + " * interval '1 day'";
      case "text", "varchar", "bpchar" ->
          column.length() == 0 ? random : "left(" + random + ", " + column.length() + ")";
      case "uuid" -> random + "::uuid";
      case "bytea" -> "decode(" + random + ", 'hex')";
      default -> TypeFitters.isCaseless(column.type()) ? random : null;
    };
  }

  /**
   * Takes the value from the rows that are then written over, and that would keep it otherwise;
   * null where these rows do not bring the column. Parameters: as of {@link
   * PostgresSql#overwritten}.
   */
  @Nullable String release(ExchangeStrategy way) {
    String name = Objects.requireNonNull(way.column());
    TargetColumn column = shape.column(name);
    if (column == null) {
      return null;
    }
    String value =
        way.kind() == ExchangeKind.NULL
            ? "NULL"
            : unused(column, table, sql.internal(WriteSpec.NUMBER));
    return "UPDATE "
        + table
        + " AS t SET "
        + quoted(name)
        + " = "
        + value
        + " FROM "
        + sql.input(shape.fields(), true)
        + " WHERE "
        + sql.overwritten()
        + sql.isNewer(column).map(newer -> " AND (" + newer + ")").orElse("");
  }

  /**
   * Deletes the older rows and inserts the new ones in one statement, so that foreign keys to them
   * hold. Parameters: as of {@link PostgresSql#overwritten}.
   */
  String replace() throws SQLException {
    Set<String> brought = new HashSet<>();
    List<String> names = new ArrayList<>();
    List<String> values = new ArrayList<>();
    List<TargetColumn> all = new ArrayList<>(shape.key());
    all.addAll(sql.writtenColumns());
    for (TargetColumn column : all) {
      brought.add(column.name());
      names.add(quoted(column.name()));
      values.add(sql.updated(column));
    }
    for (String name : PostgresRejectedColumn.list(connection, COLUMNS, table)) {
      if (!brought.contains(name)) {
        names.add(quoted(name));
        values.add("t." + quoted(name));
      }
    }
    // All rows are deleted before the first is inserted, since they are sorted in between.
    return "WITH x AS MATERIALIZED (SELECT * FROM "
        + sql.input(shape.fields(), true)
        + "), gone AS (DELETE FROM "
        + table
        + " AS t USING x AS i WHERE "
        + sql.overwritten()
        + " RETURNING t.*) INSERT INTO "
        + table
        + " ("
        + String.join(", ", names)
        + ") OVERRIDING SYSTEM VALUE SELECT "
        + String.join(", ", values)
        + " FROM gone AS t JOIN x AS i ON "
        + sql.sameKey()
        + " ORDER BY "
        + sql.internal(WriteSpec.NUMBER);
  }
}
