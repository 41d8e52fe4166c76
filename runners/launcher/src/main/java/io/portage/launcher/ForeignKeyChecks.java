package io.portage.launcher;

import io.portage.config.PortageConfig;
import io.portage.config.TableConfig;
import io.portage.target.Dialects;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** Tells which tables of a job wait for each other. */
final class ForeignKeyChecks {
  private ForeignKeyChecks() {}

  /** A line for each foreign key between two tables of the job. */
  static List<Check> run(Connection connection, PortageConfig config) throws SQLException {
    List<String> tables = config.tables().stream().map(TableConfig::to).distinct().toList();
    long seconds = config.target().waiting().atMost().toSeconds();
    return Dialects.of(config.target().jdbc().url()).foreignKeys(connection, tables).stream()
        .map(
            key ->
                Check.ok(
                    "foreign key " + key.name(),
                    "a row of "
                        + key.table()
                        + " waits for its row of "
                        + key.parent()
                        + ", at most target.waiting.atMost ("
                        + seconds
                        + " s) once the job has no backlog"))
        .toList();
  }
}
