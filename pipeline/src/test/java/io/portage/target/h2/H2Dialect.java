package io.portage.target.h2;

import io.portage.target.Dialect;
import io.portage.target.ErrorCategory;
import io.portage.target.FailureKind;
import io.portage.target.GuardedBatch;
import io.portage.target.MetadataType;
import io.portage.target.RowBatch;
import io.portage.target.SqlErrors;
import io.portage.target.SqlFailure;
import io.portage.target.TargetTable;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.h2.jdbc.JdbcException;
import org.jspecify.annotations.Nullable;

/**
 * A dialect of H2 in plain standard SQL, row by row. It has none of the optional capabilities: it
 * neither moves rows nor exchanges values, and its tombstones never expire.
 */
public final class H2Dialect implements Dialect {
  @Override
  public String name() {
    return "h2";
  }

  @Override
  public boolean accepts(String url) {
    return url.startsWith("jdbc:h2:");
  }

  @Override
  public String urlForm() {
    return "jdbc:h2:mem:database";
  }

  @Override
  public String quoted(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  @Override
  public MetadataType metadataType(MetadataType.Role role) {
    return switch (role) {
      case VERSION -> new MetadataType(List.of("NUMERIC"), "NUMERIC(65)");
      case DELETED -> new MetadataType(List.of("BOOLEAN"), "BOOLEAN");
      case TIME ->
          new MetadataType(List.of("TIMESTAMP WITH TIME ZONE"), "TIMESTAMP WITH TIME ZONE");
      case POSITION -> new MetadataType(List.of("CHARACTER VARYING"), "VARCHAR");
    };
  }

  @Override
  public @Nullable ErrorCategory classify(String sqlState, int vendorCode) {
    return switch (sqlState) {
      case "HYT00", "40001", "90020", "90067", "90098", "90121" -> ErrorCategory.TRANSIENT;
      case "23505", "23506", "23503", "42S02", "42S03" -> ErrorCategory.DEPENDENCY;
      case "42S22" -> ErrorCategory.DATA;
      default ->
          switch (sqlState.substring(0, 2)) {
            case "08" -> ErrorCategory.TRANSIENT;
            case "22", "23" -> ErrorCategory.DATA;
            case "28" -> ErrorCategory.FATAL;
            case "42" -> ErrorCategory.SCHEMA;
            default -> null;
          };
    };
  }

  @Override
  public FailureKind kind(String sqlState) {
    return switch (sqlState) {
      case "23505" -> FailureKind.UNIQUE;
      case "23503", "23506" -> FailureKind.FOREIGN_KEY;
      case "40001" -> FailureKind.CONFLICT;
      default ->
          switch (sqlState.substring(0, 2)) {
            case "22" -> FailureKind.VALUE;
            case "23" -> FailureKind.CONSTRAINT;
            case "42" -> FailureKind.SCHEMA;
            default -> FailureKind.OTHER;
          };
    };
  }

  /** H2's own messages quote values. */
  @Override
  public SqlFailure explain(SQLException error) {
    SQLException stated = SqlErrors.exceptionWithState(error, SQLException.class);
    String state = stated.getSQLState();
    FailureKind kind = state == null ? FailureKind.OTHER : kind(state);
    String message =
        stated instanceof JdbcException
            ? "H2 reports an error of the kind " + kind
            : Objects.requireNonNullElse(stated.getMessage(), "unknown");
    return new SqlFailure(
        SqlErrors.classify(this, error),
        kind,
        state,
        message + (state == null ? "" : " (SQLState " + state + ")"),
        null,
        null,
        null,
        null,
        false);
  }

  @Override
  public Optional<TargetTable> describe(Connection connection, String table) throws SQLException {
    return H2Catalog.describe(connection, table);
  }

  @Override
  public void createTombstones(Connection connection, String tombstones) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          "CREATE TABLE IF NOT EXISTS "
              + qualified(tombstones)
              + " (\"table_name\" VARCHAR, \"key\" VARCHAR, \"version\" NUMERIC(65) NOT NULL,"
              + " PRIMARY KEY (\"table_name\", \"key\"))");
    }
    connection.commit();
  }

  @Override
  public GuardedBatch newBatch(Connection connection, RowBatch rows) {
    return new H2Batch(this, connection, rows);
  }
}
