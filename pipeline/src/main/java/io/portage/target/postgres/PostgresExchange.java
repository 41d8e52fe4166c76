package io.portage.target.postgres;

import static io.portage.target.postgres.PostgresSql.qualified;
import static io.portage.target.postgres.PostgresSql.quoted;

import io.portage.target.Dialect;
import io.portage.target.ExchangeStrategy;
import io.portage.target.ExchangeStrategy.ExchangeKind;
import io.portage.target.TargetColumn;
import io.portage.target.TargetTable;
import io.portage.target.WriteSpec;
import io.portage.target.postgres.fitting.PostgresTypes;
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

/** The strategies of PostgreSQL for a row exchange, and their statements. */
final class PostgresExchange {
  /** True if a deleted and inserted row ends in the same state as an updated one. */
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
  private final WriteSpec spec;
  private final PostgresSql sql;
  private final String table;

  PostgresExchange(Connection connection, WriteSpec spec, PostgresSql sql) {
    this.connection = connection;
    this.spec = spec;
    this.sql = sql;
    this.table = qualified(spec.table());
  }

  /** Implements {@link Dialect#exchangeStrategies}. */
  static List<ExchangeStrategy> strategies(
      Connection connection, TargetTable target, String constraint) throws SQLException {
    String table = qualified(target.canonical());
    List<ExchangeStrategy> strategies = new ArrayList<>();
    if (target.deferrable()) {
      strategies.add(new ExchangeStrategy(ExchangeKind.DEFER, null));
    }
    List<PostgresIndex.IndexColumn> columns =
        PostgresIndex.find(connection, table, constraint).columns().stream()
            .filter(column -> !column.leads())
            .toList();
    for (PostgresIndex.IndexColumn column : columns) {
      if (column.nullable()) {
        strategies.add(new ExchangeStrategy(ExchangeKind.NULL, column.name()));
      }
    }
    for (PostgresIndex.IndexColumn column : columns) {
      TargetColumn known = target.column(column.name());
      if (!column.refers() && known != null && unused(known, table, "1") != null) {
        strategies.add(new ExchangeStrategy(ExchangeKind.UNUSED, column.name()));
      }
    }
    if (isReplaceable(connection, table)) {
      strategies.add(new ExchangeStrategy(ExchangeKind.REPLACE, null));
    }
    return strategies;
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

  /**
   * Returns an expression for a value that no row has, different for each {@code number}; null if
   * the type may have no such value.
   */
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
      default -> PostgresTypes.isCaseless(column.type()) ? random : null;
    };
  }

  /**
   * Returns the statement that removes the value from the rows that are then overwritten and would
   * otherwise keep it; null if the incoming rows do not contain the column. Parameters: as of
   * {@link PostgresSql#overwritten}.
   */
  @Nullable String release(ExchangeStrategy strategy) {
    String name = Objects.requireNonNull(strategy.column());
    TargetColumn column = spec.column(name);
    if (column == null) {
      return null;
    }
    String value =
        strategy.kind() == ExchangeKind.NULL
            ? "NULL"
            : unused(column, table, sql.internal(WriteSpec.NUMBER));
    return "UPDATE "
        + table
        + " AS t SET "
        + quoted(name)
        + " = "
        + value
        + " FROM "
        + sql.input(spec.fields(), true)
        + " WHERE "
        + sql.overwritten()
        + sql.isNewer(column).map(newer -> " AND (" + newer + ")").orElse("");
  }

  /**
   * Deletes the older rows and inserts the new ones in one statement, so that foreign keys to them
   * hold. Parameters: as of {@link PostgresSql#overwritten}.
   */
  String replace() throws SQLException {
    Set<String> incoming = new HashSet<>();
    List<String> names = new ArrayList<>();
    List<String> values = new ArrayList<>();
    List<TargetColumn> all = new ArrayList<>(spec.key());
    all.addAll(sql.writtenColumns());
    for (TargetColumn column : all) {
      incoming.add(column.name());
      names.add(quoted(column.name()));
      values.add(sql.updated(column));
    }
    for (String name : PostgresRejectedColumn.list(connection, COLUMNS, table)) {
      if (!incoming.contains(name)) {
        names.add(quoted(name));
        values.add("t." + quoted(name));
      }
    }
    // The sort makes the statement delete all rows before it inserts the first one.
    return "WITH x AS MATERIALIZED (SELECT * FROM "
        + sql.input(spec.fields(), true)
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
