package io.portage.target.postgres;

import io.portage.target.FailureKind;
import io.portage.target.RowBatch;
import io.portage.target.SqlFailure;
import io.portage.target.TargetColumn;
import io.portage.target.WriteSpec.RowField;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds the column whose value PostgreSQL rejected, if its error names none. */
final class PostgresRejectedColumn {
  private static final String BY_CONSTRAINT =
      """
      SELECT a.attname
      FROM pg_catalog.pg_constraint c
      JOIN pg_catalog.pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = ANY (c.conkey)
      WHERE c.conrelid = to_regclass(?) AND c.conname = ?
      """;

  private static final String TYPES =
      """
      SELECT attname, pg_catalog.format_type(atttypid, atttypmod)
      FROM pg_catalog.pg_attribute
      WHERE attrelid = to_regclass(?) AND attnum > 0 AND NOT attisdropped
      """;

  private static final String SUPPRESSORS =
      """
      SELECT 'trigger ' || t.tgname || ' (function ' || t.tgfoid::regproc::text || ')'
      FROM pg_catalog.pg_trigger t
      WHERE t.tgrelid IN (
          SELECT to_regclass(?)::oid
          UNION ALL SELECT relid::oid FROM pg_catalog.pg_partition_tree(to_regclass(?)))
        AND t.tgtype & 1 = 1 AND t.tgtype & 66 <> 0 AND NOT t.tgisinternal
        AND t.tgenabled IN ('O', 'A')
      UNION
      SELECT 'rule ' || r.rulename FROM pg_catalog.pg_rewrite r
      WHERE r.ev_class = to_regclass(?) AND r.is_instead AND r.ev_type <> '1'
        AND r.ev_enabled IN ('O', 'A')
      ORDER BY 1 LIMIT 5
      """;

  private PostgresRejectedColumn() {}

  /** Returns the triggers and rules of the table that can suppress a write, at most five. */
  static List<String> suppressors(Connection connection, String table) throws SQLException {
    String name = PostgresSql.qualified(table);
    return list(connection, SUPPRESSORS, name, name, name);
  }

  /** Returns the column, or null. After an error in a value the transaction must be rolled back. */
  static @Nullable String find(Connection connection, RowBatch row, SqlFailure failure)
      throws SQLException {
    String table = PostgresSql.qualified(row.spec().table());
    if (failure.constraint() != null) {
      List<String> columns = list(connection, BY_CONSTRAINT, table, failure.constraint());
      if (!columns.isEmpty()) {
        return columns.size() == 1 ? columns.get(0) : null;
      }
    }
    // A domain's constraint is not a constraint of the table.
    return failure.kind() == FailureKind.VALUE || "23514".equals(failure.sqlState())
        ? byValue(connection, row, table)
        : null;
  }

  private static @Nullable String byValue(Connection connection, RowBatch row, String table)
      throws SQLException {
    Map<String, String> types = types(connection, table);
    List<TargetColumn> columns = new ArrayList<>(row.spec().key());
    columns.addAll(row.spec().columns());
    for (TargetColumn column : columns) {
      Object value = row.values(RowField.of(column).name())[0];
      String type = types.get(column.name());
      if (value != null && type != null && !isTaken(connection, type, PostgresText.of(value))) {
        return column.name();
      }
    }
    return null;
  }

  /** Casts one value; after a failed cast the transaction accepts no further statement. */
  private static boolean isTaken(Connection connection, String type, String text)
      throws SQLException {
    if (type.equals("text")) {
      return true;
    }
    // The type is from the catalog, quoted where necessary; the value is bound.
    try (PreparedStatement statement =
        connection.prepareStatement("SELECT CAST(?::text AS " + type + ")")) {
      statement.setString(1, text);
      statement.executeQuery().close();
      return true;
    } catch (SQLException e) {
      String state = e.getSQLState();
      if (state != null
          && (state.startsWith("22") || state.startsWith("23") || state.equals("42601"))) {
        return false;
      }
      throw e;
    }
  }

  private static Map<String, String> types(Connection connection, String table)
      throws SQLException {
    Map<String, String> types = new HashMap<>();
    try (PreparedStatement statement = connection.prepareStatement(TYPES)) {
      statement.setString(1, table);
      try (ResultSet result = statement.executeQuery()) {
        while (result.next()) {
          types.put(result.getString(1), result.getString(2));
        }
      }
    }
    return types;
  }

  /** Returns the texts that a catalog query selects. */
  static List<String> list(Connection connection, String sql, String... parameters)
      throws SQLException {
    List<String> found = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < parameters.length; i++) {
        statement.setString(i + 1, parameters[i]);
      }
      try (ResultSet result = statement.executeQuery()) {
        while (result.next()) {
          found.add(result.getString(1));
        }
      }
    }
    return found;
  }
}
