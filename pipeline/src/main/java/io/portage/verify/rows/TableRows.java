package io.portage.verify.rows;

import io.portage.model.Columns;
import io.portage.model.Row;
import io.portage.target.Dialect;
import io.portage.target.ResultReader;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rows of one table of a database, with some of its columns, by the order and the equality of
 * that database. Not thread-safe.
 */
public final class TableRows {
  private final Dialect dialect;
  private final String quotedTable;
  private final Columns columns;
  private final List<String> key;
  private final List<String> quotedKey;
  private final String select;
  private final KeySql sql;
  private final ResultReader reader;
  private final List<String> estimated;

  private TableRows(
      Dialect dialect, String table, List<String> columns, List<String> key, KeySql sql) {
    this.dialect = dialect;
    this.quotedTable = dialect.qualified(table);
    this.columns = Columns.of(columns);
    this.key = List.copyOf(key);
    this.quotedKey = key.stream().map(dialect::quoted).toList();
    this.select = String.join(", ", columns.stream().map(c -> "t." + dialect.quoted(c)).toList());
    this.sql = sql;
    this.reader = dialect.resultReader();
    this.estimated =
        sql.estimated(sql instanceof PostgresKeySql ? dialect.qualified(table) : table);
  }

  /**
   * Returns the rows of a table.
   *
   * @param connection is used for this call only
   * @param table {@code table} or {@code schema.table}
   * @param columns the columns to read, which include the key's
   * @param key the columns by whose order and values rows are found, at least one
   */
  public static TableRows of(
      Connection connection, Dialect dialect, String table, List<String> columns, List<String> key)
      throws SQLException {
    KeySql sql =
        dialect.name().equals("postgresql")
            ? PostgresKeySql.of(connection, dialect, table)
            : new MariaDbKeySql();
    return new TableRows(dialect, table, columns, key, sql);
  }

  /** Returns the columns of the rows. */
  public Columns columns() {
    return columns;
  }

  /** Returns the columns of the key. */
  public List<String> key() {
    return key;
  }

  /**
   * Returns the first rows after a key, in the order of the key.
   *
   * @param after the values of the key, or null for the first rows
   * @param limit the greatest number of rows
   */
  public List<Row> after(Connection connection, @Nullable List<Object> after, int limit)
      throws SQLException {
    String query =
        "SELECT "
            + select
            + " FROM "
            + quotedTable
            + " AS t"
            + (after == null ? "" : " WHERE " + sql.after(quotedKey))
            + " ORDER BY "
            + String.join(", ", quotedKey)
            + " LIMIT "
            + limit;
    try (PreparedStatement statement = connection.prepareStatement(query)) {
      if (after != null) {
        sql.bindAfter(statement, after);
      }
      return read(statement);
    }
  }

  /**
   * Returns the rows whose key the database regards as equal to one of {@code keys}, in any order.
   * A value that cannot be one of its column makes the whole query fail.
   */
  public List<Row> byKeys(Connection connection, List<List<Object>> keys) throws SQLException {
    if (keys.isEmpty()) {
      return List.of();
    }
    try (PreparedStatement statement =
        sql.byKeys(connection, select, quotedTable, quotedKey, keys)) {
      return read(statement);
    }
  }

  /** Returns the values of the key of one of these rows. */
  public List<Object> keyOf(Row row) {
    List<Object> values = new ArrayList<>(key.size());
    for (String name : key) {
      Object value = row.get(name);
      if (value == null) {
        throw new IllegalStateException("the key column " + name + " is null in a row");
      }
      values.add(value);
    }
    return values;
  }

  /** Returns the database's estimate of the number of rows; 0 if it has none. */
  public long estimate(Connection connection) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql.estimate())) {
      for (int i = 0; i < estimated.size(); i++) {
        statement.setString(i + 1, estimated.get(i));
      }
      try (ResultSet result = statement.executeQuery()) {
        return result.next() ? result.getLong(1) : 0;
      }
    }
  }

  private List<Row> read(PreparedStatement statement) throws SQLException {
    try (ResultSet results = statement.executeQuery()) {
      int[] kinds = kinds(results.getMetaData());
      List<Row> rows = new ArrayList<>();
      while (results.next()) {
        @Nullable Object[] values = new Object[kinds.length];
        for (int i = 0; i < values.length; i++) {
          values[i] = value(results, i + 1, kinds[i]);
        }
        rows.add(Row.of(columns, values));
      }
      return rows;
    }
  }

  private @Nullable Object value(ResultSet results, int at, int kind) throws SQLException {
    switch (kind) {
      case Types.BIGINT:
        long number = results.getLong(at);
        return results.wasNull() ? null : number;
      case Types.VARCHAR:
        return results.getString(at);
      case Types.REAL:
        // The double of the float's shortest text, which is what a connector sends.
        float value = results.getFloat(at);
        return results.wasNull() ? null : (Object) Double.parseDouble(Float.toString(value));
      default:
        return reader.read(results, at);
    }
  }

  /** Returns the kinds of columns whose reader needs no look at each value's type. */
  private static int[] kinds(ResultSetMetaData meta) throws SQLException {
    int[] kinds = new int[meta.getColumnCount()];
    for (int i = 0; i < kinds.length; i++) {
      int type = meta.getColumnType(i + 1);
      kinds[i] =
          switch (type) {
            case Types.SMALLINT, Types.INTEGER, Types.BIGINT ->
                meta.isSigned(i + 1) ? Types.BIGINT : Types.NULL;
            case Types.VARCHAR, Types.REAL -> type;
            default -> Types.NULL;
          };
    }
    return kinds;
  }

  /** Shows the table. */
  @Override
  public String toString() {
    return dialect.name() + " " + quotedTable;
  }
}
