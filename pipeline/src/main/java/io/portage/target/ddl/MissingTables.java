package io.portage.target.ddl;

import io.portage.config.TargetConfig;
import io.portage.target.Dialects;
import io.portage.target.TargetException;
import io.portage.target.connection.ConnectionPool;
import io.portage.target.definition.TableDefinition;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Creates the tables of a JDBC target that do not exist. */
public final class MissingTables {
  private MissingTables() {}

  /**
   * Returns the names that are no table of the target.
   *
   * @throws TargetException if the target does not answer
   */
  public static List<String> find(TargetConfig target, List<String> names) {
    try (ConnectionPool pool = ConnectionPool.acquire(target.jdbc());
        Connection connection = pool.dataSource().getConnection()) {
      List<String> missing = new ArrayList<>();
      for (String name : names) {
        if (Dialects.of(target.jdbc().url()).describe(connection, name).isEmpty()) {
          missing.add(name);
        }
      }
      connection.rollback();
      return missing;
    } catch (SQLException e) {
      throw new TargetException("the target's tables cannot be read: " + e.getMessage(), e);
    }
  }

  /**
   * Creates those of the tables that do not exist, each in a transaction of its own.
   *
   * @return the names of the created tables
   * @throws TargetException if a table cannot be created; the message names it
   */
  public static List<String> create(TargetConfig target, List<TableDefinition> tables) {
    DefinitionChanges changes =
        DefinitionChanges.of(Dialects.of(target.jdbc().url()))
            .orElseThrow(
                () -> new TargetException("this database's dialect creates no tables", null));
    List<String> created = new ArrayList<>();
    String current = "";
    try (ConnectionPool pool = ConnectionPool.acquire(target.jdbc());
        Connection connection = pool.dataSource().getConnection()) {
      for (TableDefinition table : tables) {
        current = table.name();
        if (changes.createTable(connection, table)) {
          created.add(current);
        }
      }
      return created;
    } catch (SQLException e) {
      throw new TargetException(
          "table " + current + " cannot be created: " + changes.dialect().explain(e).message(), e);
    }
  }
}
