package io.portage.target.postgres.definition;

import io.portage.model.schema.SourceColumn;
import io.portage.target.TargetColumn;
import io.portage.target.ValueDoesNotFitException;
import io.portage.target.definition.ColumnDefinition;
import io.portage.target.definition.DefinitionDialect;
import io.portage.target.definition.StandardDefinitions;
import io.portage.target.definition.TableDefinition;
import io.portage.target.postgres.fitting.PostgresTypes;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Definitions in PostgreSQL. Its definitions are part of transactions. */
public final class PostgresDefinitions implements DefinitionDialect {
  /** The first eight bytes of "portage." as a number; locks of stripes use another key space. */
  private static final long LOCK = 0x706f_7274_6167_652eL;

  private static final String NO_DEFAULT =
      "the source's default does not fit the type and is left out";

  private final StandardDefinitions statements;
  private final ValueText texts;

  /** The text of a fitted value, from which PostgreSQL reads it back. */
  @FunctionalInterface
  public interface ValueText {
    /** Returns the text. */
    String of(Object value) throws SQLException;
  }

  /**
   * Creates the definitions.
   *
   * @param quoted quotes an identifier
   * @param texts converts a fitted value to text
   */
  public PostgresDefinitions(UnaryOperator<String> quoted, ValueText texts) {
    this.statements = new StandardDefinitions(quoted);
    this.texts = texts;
  }

  @Override
  public ColumnDefinition column(String name, SourceColumn column) {
    PostgresTypeName type = PostgresTypeName.of(column.type());
    Object value = column.defaultValue();
    String literal = value == null ? null : literal(name, type, value);
    return new ColumnDefinition(
        name,
        type.sql(),
        true,
        literal,
        value != null && literal == null ? NO_DEFAULT : type.comment());
  }

  private @Nullable String literal(String name, PostgresTypeName type, Object value) {
    TargetColumn column =
        new TargetColumn(
            name,
            PostgresTypes.of(type.catalog()),
            type.length(),
            type.scale(),
            true,
            false,
            false);
    try {
      return quote(texts.of(column.dataType().fitter().fit(column, value)));
    } catch (ValueDoesNotFitException | SQLException e) {
      return null; // the caller says so in the column's comment
    }
  }

  /** A backslash is an escape where standard_conforming_strings is off, and always in E''. */
  private static String quote(String text) {
    String quoted = "'" + text.replace("'", "''") + "'";
    return text.indexOf('\\') < 0 ? quoted : "E" + quoted.replace("\\", "\\\\");
  }

  @Override
  public String createTable(TableDefinition table) {
    return statements.createTable(table);
  }

  @Override
  public String addColumns(String table, List<ColumnDefinition> columns) {
    return statements.addColumns(table, columns);
  }

  @Override
  public void lock(Connection connection) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("SELECT pg_advisory_xact_lock(?)")) {
      statement.setLong(1, LOCK);
      statement.execute();
    }
  }
}
