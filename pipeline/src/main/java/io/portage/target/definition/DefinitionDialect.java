package io.portage.target.definition;

import io.portage.model.schema.SourceColumn;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * How one database defines tables and columns. Immutable.
 *
 * <p>To implement it for a database: {@link #column} maps every {@link
 * io.portage.model.schema.SourceType.Kind} to a type that holds all of its values without rounding
 * or truncation (a type without a limit where the source declares none), and the statements follow
 * from {@link StandardDefinitions}.
 */
public interface DefinitionDialect {
  /**
   * Returns the definition of a target column that takes the values of a source column.
   *
   * <p>The column is nullable, whatever the source declares: a row of a soft delete has only its
   * key, and the source may drop its NOT NULL; the caller adds it for keys. The default is the one
   * that the source declares, if the type holds it. A type for a key ({@link SourceColumn#key})
   * must be one that the database's primary keys accept.
   *
   * @param name the target column's name
   * @param column the source column; {@link io.portage.model.schema.SourceType.Kind#UNKNOWN} gives
   *     text and a comment
   */
  ColumnDefinition column(String name, SourceColumn column);

  /**
   * Returns {@code CREATE TABLE IF NOT EXISTS}, over several lines, with the comments and without a
   * semicolon at its end.
   */
  String createTable(TableDefinition table);

  /**
   * Returns the {@code ALTER TABLE} that adds the columns, as one statement, without comments and
   * without a semicolon at its end. A column that exists is left as it is, if the database's SQL
   * can say so.
   *
   * @param table {@code table} or {@code schema.table}, not quoted
   * @param columns at least one
   */
  String addColumns(String table, List<ColumnDefinition> columns);

  /**
   * Waits for the database's one lock of definitions, so that one session at a time looks at a
   * table and changes it. It is held until the transaction ends, or until {@link #unlock}.
   *
   * @throws SQLException if it is not free within the time that the dialect sets for locks
   */
  void lock(Connection connection) throws SQLException;

  /**
   * Releases the lock of {@link #lock} after the transaction has ended. Does nothing where the end
   * of the transaction has released it.
   */
  default void unlock(Connection connection) throws SQLException {}
}
