package io.portage.target.mariadb;

import static io.portage.target.mariadb.MariaDbSql.qualified;
import static io.portage.target.mariadb.MariaDbSql.quoted;

import io.portage.target.ExchangeStrategy;
import io.portage.target.ExchangeStrategy.ExchangeKind;
import io.portage.target.TargetColumn;
import io.portage.target.TargetTable;
import io.portage.target.TypeFamily;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The strategies for a row exchange: a column of the index is first set to null, or to a value that
 * no row has. A column that rows of another table refer to is never used, nor one of the primary
 * key; an index of generated columns has no strategy.
 */
final class MariaDbExchange {
  /** A text that is shorter could be another row's value. */
  private static final int RANDOM_DIGITS = 16;

  private static final String COLUMNS =
      """
      SELECT s.COLUMN_NAME, s.NULLABLE = 'YES',
             EXISTS (SELECT 1 FROM information_schema.KEY_COLUMN_USAGE k
                     WHERE k.TABLE_SCHEMA = s.TABLE_SCHEMA AND k.TABLE_NAME = s.TABLE_NAME
                       AND k.COLUMN_NAME = s.COLUMN_NAME AND k.REFERENCED_TABLE_NAME IS NOT NULL)
      FROM information_schema.STATISTICS s
      WHERE s.TABLE_SCHEMA = COALESCE(?, DATABASE()) AND s.TABLE_NAME = ? AND s.INDEX_NAME = ?
        AND s.NON_UNIQUE = 0
        AND NOT EXISTS (SELECT 1 FROM information_schema.KEY_COLUMN_USAGE k
                        WHERE k.REFERENCED_TABLE_SCHEMA = s.TABLE_SCHEMA
                          AND k.REFERENCED_TABLE_NAME = s.TABLE_NAME
                          AND k.REFERENCED_COLUMN_NAME = s.COLUMN_NAME)
        AND NOT EXISTS (SELECT 1 FROM information_schema.STATISTICS p
                        WHERE p.TABLE_SCHEMA = s.TABLE_SCHEMA AND p.TABLE_NAME = s.TABLE_NAME
                          AND p.INDEX_NAME = 'PRIMARY' AND p.COLUMN_NAME = s.COLUMN_NAME)
      ORDER BY s.SEQ_IN_INDEX
      """;

  private MariaDbExchange() {}

  static List<ExchangeStrategy> strategies(
      Connection connection, TargetTable table, String constraint) throws SQLException {
    List<ExchangeStrategy> nulls = new ArrayList<>();
    List<ExchangeStrategy> unused = new ArrayList<>();
    try (PreparedStatement statement =
        MariaDbForeignKeys.named(connection, COLUMNS, table.canonical())) {
      statement.setString(3, constraint);
      try (ResultSet result = statement.executeQuery()) {
        while (result.next()) {
          TargetColumn column = table.column(result.getString(1));
          if (column == null || column.generated()) {
            continue;
          }
          if (result.getBoolean(2)) {
            nulls.add(new ExchangeStrategy(ExchangeKind.NULL, column.name()));
          }
          if (!result.getBoolean(3) && hasUnused(column)) {
            unused.add(new ExchangeStrategy(ExchangeKind.UNUSED, column.name()));
          }
        }
      }
    }
    nulls.addAll(unused);
    return nulls;
  }

  private static boolean hasUnused(TargetColumn column) {
    return switch (column.family()) {
      case INTEGER, DECIMAL -> true;
      case TEXT ->
          !column.type().equals("enum")
              && (column.length() == 0 || column.length() >= RANDOM_DIGITS);
      default -> false;
    };
  }

  /**
   * Returns values for these rows: nulls, or values that no row has, each different. A number that
   * the column cannot hold is rejected by the database.
   */
  static List<@Nullable Object> values(
      Connection connection, String table, TargetColumn column, ExchangeKind kind, int rows)
      throws SQLException {
    List<@Nullable Object> values = new ArrayList<>();
    BigDecimal greatest =
        kind == ExchangeKind.UNUSED && column.family() != TypeFamily.TEXT
            ? greatest(connection, table, column)
            : BigDecimal.ZERO;
    for (int i = 1; i <= rows; i++) {
      if (kind == ExchangeKind.NULL) {
        values.add(null);
      } else if (column.family() == TypeFamily.TEXT) {
        values.add(UUID.randomUUID().toString().replace("-", "").substring(0, RANDOM_DIGITS));
      } else {
        values.add(greatest.add(BigDecimal.valueOf(i)));
      }
    }
    return values;
  }

  private static BigDecimal greatest(Connection connection, String table, TargetColumn column)
      throws SQLException {
    String sql = "SELECT MAX(" + quoted(column.name()) + ") FROM " + qualified(table);
    try (PreparedStatement statement = connection.prepareStatement(sql);
        ResultSet result = statement.executeQuery()) {
      result.next();
      BigDecimal found = result.getBigDecimal(1);
      return found == null ? BigDecimal.ZERO : found;
    }
  }
}
