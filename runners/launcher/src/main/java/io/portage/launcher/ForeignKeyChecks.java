package io.portage.launcher;

import io.portage.config.PortageConfig;
import io.portage.config.TableConfig;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Tells which tables of a job wait for each other. */
final class ForeignKeyChecks {
  private static final String KEYS =
      """
      WITH job AS (SELECT DISTINCT to_regclass(t)::oid AS oid FROM unnest(?::text[]) AS t)
      SELECT c.conname, c.conrelid::regclass::text, c.confrelid::regclass::text
      FROM pg_catalog.pg_constraint c
      WHERE c.contype = 'f' AND c.conparentid = 0
        AND c.conrelid IN (SELECT oid FROM job) AND c.confrelid IN (SELECT oid FROM job)
      ORDER BY 2, 1
      """;

  private ForeignKeyChecks() {}

  /** A line for each foreign key between two tables of the job. */
  static List<Check> run(Connection connection, PortageConfig config) throws SQLException {
    List<Check> found = new ArrayList<>();
    Array tables =
        connection.createArrayOf(
            "text",
            config.tables().stream().map(TableConfig::to).map(Names::table).distinct().toArray());
    try (PreparedStatement statement = connection.prepareStatement(KEYS)) {
      statement.setArray(1, tables);
      try (ResultSet result = statement.executeQuery()) {
        while (result.next()) {
          found.add(
              Check.ok(
                  "foreign key " + result.getString(1),
                  "a row of "
                      + result.getString(2)
                      + " waits for its row of "
                      + result.getString(3)
                      + ", at most target.waiting.atMost ("
                      + config.target().waiting().atMost().toSeconds()
                      + " s)"));
        }
      }
    }
    return found;
  }
}
