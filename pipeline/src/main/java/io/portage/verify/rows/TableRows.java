package io.portage.verify.rows;

import io.portage.model.Columns;
import io.portage.model.Row;
import io.portage.model.encoding.ChangeSize;
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
  private static final long CHUNK_BYTES = 8 << 20;
  private static final long FETCH_BYTES = 2 << 20;
  private static final int FIRST_FETCH = 50;
  private static final int MOST_FETCH = 2_000;

  private final Dialect dialect;
  private final String quotedTable;
  private final Columns columns;
  private final List<String> key;
  private final List<String> quotedKey;
  private final String select;
  private final KeySql sql;
  private final ResultReader reader;
  private final List<String> estimated;

  /** The key's columns in which a row may have NULL, quoted. */
  private final List<String> nullable;

  /** The number of rows that the driver fetches at a time; follows the rows' size. */
  private int fetch = FIRST_FETCH;

  private TableRows(
      Dialect dialect,
      String table,
      List<String> columns,
      List<String> key,
      List<String> nullable,
      KeySql sql) {
    this.dialect = dialect;
    this.quotedTable = dialect.qualified(table);
    this.columns = Columns.of(columns);
    this.key = List.copyOf(key);
    this.quotedKey = key.stream().map(dialect::quoted).toList();
    this.select = String.join(", ", columns.stream().map(c -> "t." + dialect.quoted(c)).toList());
    this.nullable = nullable.stream().map(name -> "t." + dialect.quoted(name)).toList();
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
   * @param nullable those of the key's columns in which a row may have NULL
   */
  public static TableRows of(
      Connection connection,
      Dialect dialect,
      String table,
      List<String> columns,
      List<String> key,
      List<String> nullable)
      throws SQLException {
    KeySql sql =
        dialect.name().equals("postgresql")
            ? PostgresKeySql.of(connection, dialect, table)
            : new MariaDbKeySql();
    return new TableRows(dialect, table, columns, key, nullable, sql);
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
   * A part of the rows.
   *
   * @param rows the rows, in the order of the key
   * @param last true if no rows follow
   */
  public record RowChunk(List<Row> rows, boolean last) {}

  /**
   * Returns the first rows after a key, in the order of the key: at most {@code limit}, and fewer
   * if they are more than 8 MB. Rows with NULL in the key are not among them.
   *
   * @param connection with autocommit; a transaction lasts as long as this call
   * @param after the values of the key, or null for the first rows
   * @param limit the greatest number of rows
   */
  public RowChunk after(Connection connection, @Nullable List<Object> after, int limit)
      throws SQLException {
    List<String> conditions = new ArrayList<>();
    if (after != null) {
      conditions.add(sql.after(quotedKey));
    }
    nullable.forEach(column -> conditions.add(column + " IS NOT NULL"));
    String query =
        "SELECT "
            + select
            + " FROM "
            + quotedTable
            + " AS t"
            + (conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions))
            + " ORDER BY "
            + String.join(", ", quotedKey)
            + " LIMIT "
            + limit;
    try (PreparedStatement statement = connection.prepareStatement(query)) {
      if (after != null) {
        sql.bindAfter(statement, after);
      }
      List<Row> rows = new ArrayList<>();
      long[] bytes = {0};
      boolean all =
          stream(
              connection,
              statement,
              row -> {
                rows.add(row);
                bytes[0] += ChangeSize.of(row);
                return bytes[0] < CHUNK_BYTES;
              });
      return new RowChunk(rows, all && rows.size() < limit);
    }
  }

  /** Receives rows. */
  @FunctionalInterface
  public interface RowVisitor {
    /** Receives a row, and returns false if no further ones are wanted. */
    boolean visit(Row row) throws SQLException;
  }

  /** Visits the rows that have NULL in a column of the key, in any order. */
  public void withNullKey(Connection connection, RowVisitor visitor) throws SQLException {
    if (nullable.isEmpty()) {
      return;
    }
    String query =
        "SELECT "
            + select
            + " FROM "
            + quotedTable
            + " AS t WHERE "
            + String.join(" OR ", nullable.stream().map(column -> column + " IS NULL").toList());
    try (PreparedStatement statement = connection.prepareStatement(query)) {
      stream(connection, statement, visitor);
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

  /** As {@link #byKeys}, for rows that need not be in memory together. */
  public void visitByKeys(Connection connection, List<List<Object>> keys, RowVisitor visitor)
      throws SQLException {
    if (!keys.isEmpty()) {
      try (PreparedStatement statement =
          sql.byKeys(connection, select, quotedTable, quotedKey, keys)) {
        stream(connection, statement, visitor);
      }
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
        rows.add(row(results, kinds));
      }
      return rows;
    }
  }

  private Row row(ResultSet results, int[] kinds) throws SQLException {
    @Nullable Object[] values = new Object[kinds.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = value(results, i + 1, kinds[i]);
    }
    return Row.of(columns, values);
  }

  /**
   * Reads rows as they arrive. A driver does so only in a transaction.
   *
   * @return true if all rows were read; false if the visitor wanted no more
   */
  private boolean stream(Connection connection, PreparedStatement statement, RowVisitor visitor)
      throws SQLException {
    boolean autocommit = connection.getAutoCommit();
    if (autocommit) {
      connection.setAutoCommit(false);
    }
    try {
      statement.setFetchSize(fetch);
      return visit(statement, visitor);
    } finally {
      if (autocommit) {
        connection.rollback();
        connection.setAutoCommit(true);
      }
    }
  }

  private boolean visit(PreparedStatement statement, RowVisitor visitor) throws SQLException {
    try (ResultSet results = statement.executeQuery()) {
      int[] kinds = kinds(results.getMetaData());
      long greatest = 1;
      while (results.next()) {
        Row row = row(results, kinds);
        long bytes = ChangeSize.of(row);
        if (bytes > greatest) {
          greatest = bytes;
          fetch = (int) Math.max(1, Math.min(MOST_FETCH, FETCH_BYTES / greatest));
          results.setFetchSize(fetch);
        }
        if (!visitor.visit(row)) {
          return false;
        }
      }
      return true;
    }
  }

  private @Nullable Object value(ResultSet results, int at, int kind) throws SQLException {
    return switch (kind) {
      case Types.BIGINT -> {
        Long number = results.getLong(at);
        yield orNull(results, number);
      }
      case Types.VARCHAR -> results.getString(at);
      case Types.REAL -> {
        // The double of the float's shortest text, which is what a connector sends.
        Double number = Double.valueOf(Float.toString(results.getFloat(at)));
        yield orNull(results, number);
      }
      default -> reader.read(results, at);
    };
  }

  private static @Nullable Object orNull(ResultSet results, Object value) throws SQLException {
    return results.wasNull() ? null : value;
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
