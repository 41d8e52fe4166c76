package io.portage.target.mariadb.definition;

import io.portage.model.schema.SourceColumn;
import io.portage.target.TargetColumn;
import io.portage.target.ValueDoesNotFitException;
import io.portage.target.definition.ColumnDefinition;
import io.portage.target.definition.DefinitionDialect;
import io.portage.target.definition.StandardDefinitions;
import io.portage.target.definition.TableDefinition;
import io.portage.target.mariadb.fitting.MariaDbTypes;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTransientException;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Definitions in MariaDB. Each definition commits the transaction, so that their lock belongs to
 * the session.
 */
public final class MariaDbDefinitions implements DefinitionDialect {
  private static final String LOCK = "portage.definitions";
  private static final int LOCK_SECONDS = 60;
  private static final int LOCK_TIMEOUT = 1205;

  private static final String NO_DEFAULT =
      "the source's default does not fit the type and is left out";

  private final StandardDefinitions statements;
  private final Function<Object, String> literals;

  /**
   * Creates the definitions.
   *
   * @param quoted quotes an identifier
   * @param literals converts a fitted value to an SQL literal
   */
  public MariaDbDefinitions(UnaryOperator<String> quoted, Function<Object, String> literals) {
    this.statements = new StandardDefinitions(quoted);
    this.literals = literals;
  }

  @Override
  public ColumnDefinition column(String name, SourceColumn column) {
    MariaDbTypeName type = MariaDbTypeName.of(column.type(), column.key());
    Object value = column.defaultValue();
    String literal = value == null ? null : literal(name, type, value);
    return new ColumnDefinition(
        name,
        type.sql(),
        true,
        literal,
        value != null && literal == null ? NO_DEFAULT : type.comment());
  }

  private @Nullable String literal(String name, MariaDbTypeName type, Object value) {
    TargetColumn column =
        new TargetColumn(
            name,
            MariaDbTypes.of(type.dataType(), type.columnType()),
            type.length(),
            type.scale(),
            true,
            false,
            false);
    try {
      return literals.apply(column.dataType().fitter().fit(column, value));
    } catch (ValueDoesNotFitException e) {
      return null; // the caller says so in the column's comment
    }
  }

  @Override
  public String createTable(TableDefinition table) {
    return statements.createTable(table) + " ENGINE=InnoDB CHARACTER SET utf8mb4";
  }

  @Override
  public String addColumns(String table, List<ColumnDefinition> columns) {
    return statements.addColumns(table, columns);
  }

  @Override
  public List<String> addColumns(String table, List<ColumnDefinition> columns, String comment) {
    return List.of(statements.addColumns(table, columns, " COMMENT " + literals.apply(comment)));
  }

  /** Limits the waits of the session for table locks, until {@link #unlock}. */
  @Override
  public void limitLockWaits(Connection connection, Duration most) throws SQLException {
    setLockWaits(connection, Long.toString(Math.max(1, most.toSeconds())));
  }

  private static void setLockWaits(Connection connection, String value) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("SET SESSION lock_wait_timeout = " + value)) {
      statement.execute();
    }
  }

  @Override
  public void lock(Connection connection) throws SQLException {
    String sql = "SELECT GET_LOCK('" + LOCK + "', " + LOCK_SECONDS + ")";
    try (PreparedStatement statement = connection.prepareStatement(sql);
        ResultSet result = statement.executeQuery()) {
      result.next();
      if (result.getInt(1) != 1) {
        throw new SQLTransientException(
            "the lock of definitions was not free for " + LOCK_SECONDS + " seconds",
            "HY000",
            LOCK_TIMEOUT);
      }
    }
  }

  @Override
  public void unlock(Connection connection) throws SQLException {
    setLockWaits(connection, "DEFAULT");
    try (PreparedStatement statement =
        connection.prepareStatement("SELECT RELEASE_LOCK('" + LOCK + "')")) {
      statement.execute();
    }
  }
}
