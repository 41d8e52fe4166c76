package io.portage.target.postgres;

import static io.portage.target.postgres.PostgresSql.quoted;

import io.portage.target.RowBatch;
import io.portage.target.TargetColumn;
import io.portage.target.TargetTable;
import io.portage.target.WriteSpec;
import io.portage.target.WriteSpec.RowField;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Checks if PostgreSQL can write rows of a table at all. */
final class PostgresProbe {
  private PostgresProbe() {}

  /**
   * Upserts one existing row other than {@code row} with its present values; returns false if there
   * is none. Does not guarantee that it is another row if the key's type has several texts for one
   * value.
   */
  static boolean probeWrite(Connection connection, TargetTable table, RowBatch row)
      throws SQLException {
    WriteSpec spec = row.spec();
    List<TargetColumn> written =
        table.columns().values().stream().filter(column -> !column.generated()).toList();
    String columns = joined(written, ", ", column -> quoted(column.name()));
    String version = quoted(spec.version().name());
    String name = PostgresSql.qualified(spec.table());
    String sql =
        "INSERT INTO "
            + name
            + " AS t ("
            + columns
            + ") OVERRIDING SYSTEM VALUE SELECT "
            + columns
            + " FROM (SELECT * FROM "
            + name
            + " WHERE NOT ("
            + joined(
                spec.key(), " AND ", column -> "CAST(" + quoted(column.name()) + " AS text) = ?")
            + ") LIMIT 1 FOR UPDATE SKIP LOCKED) AS other ON CONFLICT ("
            + joined(spec.key(), ", ", column -> quoted(column.name()))
            + ") DO UPDATE SET "
            + version
            + " = EXCLUDED."
            + version;
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      int at = 1;
      for (TargetColumn column : spec.key()) {
        Object value = row.values(RowField.of(column).name())[0];
        statement.setString(at++, value == null ? null : PostgresText.of(value));
      }
      return statement.executeUpdate() > 0;
    }
  }

  private static String joined(
      List<TargetColumn> columns, String by, Function<TargetColumn, String> text) {
    return columns.stream().map(text).collect(Collectors.joining(by));
  }
}
