package io.portage.launcher.demo;

import io.portage.target.Dialect;
import io.portage.target.Dialects;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Queries the target's tables as a user of the database would. */
public final class TargetDatabase {
  private final String url;
  private final String user;
  private final String password;

  /** Connects to the database at {@code url} when needed, not before. */
  public TargetDatabase(String url, String user, String password) {
    this.url = url;
    this.user = user;
    this.password = password;
  }

  /** Runs the statements of {@code script}. */
  public void execute(String script) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url, user, password);
        Statement statement = connection.createStatement()) {
      statement.execute(script);
    }
  }

  /**
   * Returns these columns of all rows, as text, in the order of the first column; {@code \N} is
   * null.
   */
  public List<List<String>> rows(String table, List<String> columns) throws SQLException {
    Dialect dialect = Dialects.of(url);
    String sql =
        "SELECT "
            + String.join(", ", columns.stream().map(dialect::quoted).toList())
            + " FROM "
            + dialect.quoted(table)
            + " ORDER BY 1";
    List<List<String>> rows = new ArrayList<>();
    try (Connection connection = DriverManager.getConnection(url, user, password);
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      while (result.next()) {
        List<String> row = new ArrayList<>();
        for (int i = 1; i <= columns.size(); i++) {
          row.add(text(result, i));
        }
        rows.add(row);
      }
    }
    return rows;
  }

  private String text(ResultSet result, int at) throws SQLException {
    @Nullable Object value = Dialects.resultReader(url).read(result, at);
    if (value == null) {
      return "\\N";
    }
    return value instanceof Boolean || value instanceof Instant
        ? value.toString()
        : result.getString(at);
  }
}
