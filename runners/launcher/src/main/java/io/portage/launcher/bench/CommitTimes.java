package io.portage.launcher.bench;

import io.portage.sandbox.Sandbox;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.OptionalLong;
import java.util.stream.LongStream;

/** The commit times of rows, from PostgreSQL's commit timestamps, in milliseconds since 1970. */
public final class CommitTimes {
  private static final String COMMITTED =
      "floor(extract(epoch FROM pg_xact_commit_timestamp(xmin)) * 1000)";

  private CommitTimes() {}

  /** Makes the sandbox's PostgreSQL keep commit timestamps; restarts it. */
  public static void keep(Sandbox sandbox) throws SQLException {
    try (Connection connection = DriverManager.getConnection(sandbox.adminJdbcUrl());
        Statement statement = connection.createStatement()) {
      statement.execute("ALTER SYSTEM SET track_commit_timestamp = on");
    }
    sandbox.postgres().stop();
    sandbox.postgres().start();
  }

  /** Returns the earliest commit of the table's current rows; empty without rows. */
  static OptionalLong first(Connection connection, String table) throws SQLException {
    return one(connection, "SELECT min(" + COMMITTED + ") FROM " + table);
  }

  /** Returns the latest commit of the table's rows; empty without rows. */
  static OptionalLong last(Connection connection, String table) throws SQLException {
    return one(connection, "SELECT max(" + COMMITTED + ") FROM " + table);
  }

  /**
   * Returns the time from each row's change to its last commit, in milliseconds.
   *
   * @param since a SQL expression for the start time in milliseconds, over the row's columns
   * @param where a SQL condition that selects the rows
   */
  public static long[] latencies(Connection connection, String table, String since, String where)
      throws SQLException {
    LongStream.Builder took = LongStream.builder();
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT " + COMMITTED + " - " + since + " FROM " + table + " WHERE " + where)) {
      while (rows.next()) {
        took.add(rows.getLong(1));
      }
    }
    return took.build().toArray();
  }

  private static OptionalLong one(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      long value = row.getLong(1);
      return row.wasNull() ? OptionalLong.empty() : OptionalLong.of(value);
    }
  }
}
