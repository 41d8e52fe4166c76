package io.portage.target;

import io.portage.config.JdbcConfig;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The queries of {@code portage check} that are specific to one database. Each is optional: the
 * default finds nothing, and the problem then appears when the job writes.
 *
 * <p>Messages are parts of a check's text, without row values and without secrets.
 */
public interface TargetChecks {
  /** Finds nothing. */
  TargetChecks NONE = new TargetChecks() {};

  /**
   * A key column whose values the database compares by a rule that the job does not apply.
   *
   * @param column its name
   * @param cause the continuation of "the key's column NAME"
   * @param remedy the continuation of "Have the source write one form, or"
   */
  record AmbiguousKey(String column, String cause, String remedy) {}

  /**
   * Returns those of {@code privileges} that the connected user lacks on {@code table}.
   *
   * @param privileges of {@code SELECT}, {@code INSERT}, {@code UPDATE} and {@code DELETE}
   */
  default List<String> missingPrivileges(
      Connection connection, String table, List<String> privileges) throws SQLException {
    return List.of();
  }

  /**
   * Returns why the connected user cannot add columns to {@code table}; empty if it can, or if that
   * is not known.
   */
  default Optional<String> alterProblem(Connection connection, String table) throws SQLException {
    return Optional.empty();
  }

  /**
   * Returns the continuation of "the user may not create it", with its punctuation, for {@code
   * table}, which does not exist; empty if the user may, or if that is not known.
   */
  default Optional<String> creationProblem(Connection connection, String table)
      throws SQLException {
    return Optional.empty();
  }

  /**
   * Returns warnings about the table.
   *
   * @param deleted the soft-delete column; null if deleted rows are removed
   */
  default List<String> tableWarnings(
      Connection connection, TargetTable table, @Nullable String deleted) throws SQLException {
    return List.of();
  }

  /** Returns the ambiguous columns of the table's primary key. */
  default List<AmbiguousKey> ambiguousKeys(Connection connection, TargetTable table)
      throws SQLException {
    return List.of();
  }

  /**
   * Returns the problem of connections of this configuration, for example with a connection pooler
   * in between; empty if there is none. May open connections.
   */
  default Optional<String> connectionProblem(JdbcConfig config) throws SQLException {
    return Optional.empty();
  }
}
