package io.portage.launcher.check;

import io.portage.config.PortageConfig;
import io.portage.config.TableConfig;
import io.portage.config.TableConfig.DeleteMode;
import io.portage.config.TableConfig.TruncatePolicy;
import io.portage.target.Dialect;
import io.portage.target.Dialects;
import io.portage.target.TargetColumn;
import io.portage.target.TargetTable;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Checks that the user may create and use the tombstone table and the moved-rows table. */
final class TombstoneTableChecks {
  private static final List<String> NEEDED = List.of("SELECT", "INSERT", "UPDATE", "DELETE");

  private TombstoneTableChecks() {}

  /**
   * Returns true if deletes of this table can write tombstones.
   *
   * @param metadata the target columns that the job fills itself
   */
  static boolean needed(TableConfig config, TargetTable table, Set<String> metadata) {
    Set<String> filled = new HashSet<>(metadata);
    filled.addAll(table.primaryKey());
    return config.deletes() == DeleteMode.HARD
        || config.truncate() == TruncatePolicy.APPLY
        || config.where() != null
        || table.columns().values().stream()
            .anyMatch(column -> isRequired(column) && !filled.contains(column.name()));
  }

  private static boolean isRequired(TargetColumn column) {
    return !column.nullable() && !column.hasDefault() && !column.generated();
  }

  /** Checks the tombstone table: failed if the job needs it and cannot have it. */
  static List<CheckResult> run(Connection connection, PortageConfig config) throws SQLException {
    String table = config.target().tombstones();
    List<String> problems = problems(connection, config, table);
    if (problems.isEmpty()) {
      boolean exists =
          Dialects.of(config.target().jdbc().url()).describe(connection, table).isPresent();
      return List.of(
          CheckResult.ok(
              "table " + table,
              exists
                  ? "keeps the versions of deleted rows"
                  : "will be created, for the versions of deleted rows"));
    }
    return problems.stream()
        .map(
            problem ->
                CheckResult.failed(
                    "table " + table, "must keep the versions of deleted rows: " + problem))
        .toList();
  }

  /** Checks the moved-rows table: a warning, since a job needs it only for key changes. */
  static List<CheckResult> ofMovedRows(Connection connection, PortageConfig config)
      throws SQLException {
    String table = config.target().movedRows();
    return problems(connection, config, table).stream()
        .map(
            problem ->
                CheckResult.warning(
                    "table " + table,
                    "a key change with a partial row needs it, and would end the job: " + problem))
        .toList();
  }

  private static List<String> problems(Connection connection, PortageConfig config, String table)
      throws SQLException {
    Dialect dialect = Dialects.of(config.target().jdbc().url());
    if (dialect.describe(connection, table).isEmpty()) {
      return dialect.checks().creationProblem(connection, table).stream()
          .map(
              problem ->
                  "it does not exist, and the user may not create it"
                      + problem
                      + ", or name another one with target.tombstones")
          .toList();
    }
    return dialect.checks().missingPrivileges(connection, table, NEEDED).stream()
        .map(privilege -> "the user lacks " + privilege)
        .toList();
  }
}
