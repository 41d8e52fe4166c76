package io.portage.launcher.bench;

import io.portage.sandbox.Sandbox;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.OptionalLong;
import java.util.stream.LongStream;

/** When rows were committed, by PostgreSQL's own commit timestamps. In milliseconds. */
public final class CommitTimes {
  private static final String COMMITTED =
      "floor(extract(epoch FROM pg_xact_commit_timestamp(xmin)) * 1000)";

  private CommitTimes() {}

  /** Makes the sandbox's PostgreSQL keep commit timestamps, which takes a restart. */
  public static void keep(Sandbox sandbox) throws SQLException {
    try (Connection connection = DriverManager.getConnection(sandbox.adminJdbcUrl());
        Statement statement = connection.createStatement()) {
      statement.execute("ALTER SYSTEM SET track_commit_timestamp = on");
    }
    sandbox.postgres().stop();
    sandbox.postgres().start();
  }

  /** The oldest commit of the table's rows as they are now; empty without rows. */
  static OptionalLong first(Connection connection, String table) throws SQLException {
    return one(connection, "SELECT min(" + COMMITTED + ") FROM " + table);
  }

  /** The newest commit of the table's rows; empty without rows. */
  static OptionalLong last(Connection connection, String table) throws SQLException {
    return one(connection, "SELECT max(" + COMMITTED + ") FROM " + table);
  }

  /**
   * How long each row took to its last commit.
   *
   * @param since SQL for the time in milliseconds from which it counts, over the row's columns
   * @param where SQL for which rows
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
