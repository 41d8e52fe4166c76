package io.portage.target.ddl;

import io.portage.target.Dialect;
import io.portage.target.TargetTable;
import io.portage.target.definition.ColumnDefinition;
import io.portage.target.definition.DefinitionDialect;
import io.portage.target.definition.TableDefinition;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;

/**
 * Adds tables and columns to the target. Each change is a transaction of its own, in which this
 * session holds the lock of definitions, looks at the table and changes it only if that is still
 * needed, so that of many sessions one makes the change and the others find it made.
 *
 * <p>The connection must have no open transaction. After an exception it has none either.
 *
 * @param dialect the target's dialect
 * @param definitions the dialect's definitions
 */
public record DefinitionChanges(Dialect dialect, DefinitionDialect definitions) {
  /** Returns the changes of a dialect, or empty if it has no definitions. */
  public static Optional<DefinitionChanges> of(Dialect dialect) {
    return dialect.definitions().map(definitions -> new DefinitionChanges(dialect, definitions));
  }

  /** One change in the transaction that holds the lock. */
  @FunctionalInterface
  private interface Change<T> {
    T apply() throws SQLException;
  }

  /**
   * Creates a table.
   *
   * @return false if a table of that name exists, whatever its columns are
   */
  public boolean createTable(Connection connection, TableDefinition table) throws SQLException {
    return locked(
        connection,
        () -> {
          if (dialect.describe(connection, table.name()).isPresent()) {
            return false;
          }
          execute(connection, definitions.createTable(table));
          return true;
        });
  }

  /**
   * Adds those of the columns that the table lacks. A column that exists is left as it is, whatever
   * its type is: the caller reads the table's description again.
   *
   * @param table the table's name in the configuration
   * @return the columns that were added; empty if there were none to add, or there is no such table
   */
  public List<ColumnDefinition> addColumns(
      Connection connection, String table, List<ColumnDefinition> columns) throws SQLException {
    return locked(
        connection,
        () -> {
          Optional<TargetTable> found = dialect.describe(connection, table);
          List<ColumnDefinition> missing =
              found.isEmpty()
                  ? List.of()
                  : columns.stream()
                      .filter(column -> found.get().column(column.name()) == null)
                      .toList();
          if (!missing.isEmpty()) {
            execute(connection, definitions.addColumns(table, missing));
          }
          return missing;
        });
  }

  private <T> T locked(Connection connection, Change<T> change) throws SQLException {
    T result;
    try {
      dialect.begin(connection);
      definitions.lock(connection);
      result = change.apply();
      connection.commit();
    } catch (SQLException | RuntimeException e) {
      end(connection, e);
      throw e;
    }
    definitions.unlock(connection);
    return result;
  }

  private void end(Connection connection, Exception cause) {
    try {
      connection.rollback();
      definitions.unlock(connection);
    } catch (SQLException e) {
      cause.addSuppressed(e);
    }
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
