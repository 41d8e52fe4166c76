package io.portage.direct;

import io.portage.launcher.demo.TargetDatabase;
import io.portage.sandbox.Sandbox;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * A table that a connector captures, in its own schema, and its writers. Except for a few shared
 * rows, each row is changed at most once, so that no later change hides a lost one.
 */
final class SourceTable {
  /** The columns of the table. */
  static final List<String> COLUMNS = List.of("id", "name", "amount", "ratio", "at");

  /** The number of the load's writers, 1 to this; there are rows for one more, writer 0. */
  static final int WRITERS = 3;

  /** The number of initial rows that a writer may update, and of others that it may delete. */
  private static final int ROWS_PER_WRITER = 200;

  private static final long WRITER_STEP = 1_000_000;
  private static final long FIRST_NEW = 500_000;

  private final Sandbox sandbox;
  private final String schema;

  SourceTable(Sandbox sandbox, String schema) {
    this.sandbox = sandbox;
    this.schema = schema;
  }

  /** Creates the table and its initial rows. */
  void create() throws SQLException {
    database()
        .execute(
            """
            CREATE SCHEMA %s;
            CREATE TABLE items (
              id bigint PRIMARY KEY, name text, amount integer, ratio float8, at timestamptz);
            INSERT INTO items
              SELECT writer * %d + row, 'first ' || row, row, row / 7.0,
                timestamptz '2026-01-01 00:00:00.123456Z' + row * interval '1 minute'
              FROM generate_series(0, %d) writer, generate_series(0, %d) row
            """
                .formatted(schema, WRITER_STEP, WRITERS, 2 * ROWS_PER_WRITER - 1));
  }

  /** Drops the table, and the connector's slot and publication of this name. */
  void drop() throws SQLException {
    try (Connection connection = DriverManager.getConnection(sandbox.adminJdbcUrl());
        Statement statement = connection.createStatement()) {
      statement.execute("DROP PUBLICATION IF EXISTS " + schema);
      statement.execute("DROP SCHEMA " + schema + " CASCADE");
    }
  }

  /** Returns schema and name. */
  String name() {
    return schema + ".items";
  }

  /** Returns all rows, by id. */
  List<List<String>> rows() throws SQLException {
    return database().rows("items", COLUMNS);
  }

  private TargetDatabase database() {
    return new TargetDatabase(url(), sandbox.user(), sandbox.password());
  }

  private String url() {
    return sandbox.jdbcUrl() + "?currentSchema=" + schema;
  }

  /** Executes and commits SQL. */
  void execute(String sql) throws SQLException {
    database().execute(sql);
  }

  /** Inserts and commits a row of no writer. */
  void insert(long id) throws SQLException {
    database().execute("INSERT INTO items (id) VALUES (" + id + ")");
  }

  /** Opens a connection in a transaction. */
  Connection begin() throws SQLException {
    Connection connection = DriverManager.getConnection(url(), sandbox.user(), sandbox.password());
    connection.setAutoCommit(false);
    return connection;
  }

  /** Makes the transaction one that slots wait for; returns its id. */
  static String transactionId(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT pg_current_xact_id()::text")) {
      row.next();
      return row.getString(1);
    }
  }

  /** Returns true if a session waits for the transaction's end. */
  boolean isAwaited(String transaction) throws SQLException {
    try (Connection connection = DriverManager.getConnection(sandbox.adminJdbcUrl());
        PreparedStatement statement =
            connection.prepareStatement(
                "SELECT FROM pg_locks WHERE NOT granted AND transactionid::text = ?")) {
      statement.setString(1, transaction);
      try (ResultSet rows = statement.executeQuery()) {
        return rows.next();
      }
    }
  }

  /** Drops the slot of an ended connector; returns true if the slot no longer exists. */
  boolean dropSlot() throws SQLException {
    try (Connection connection = DriverManager.getConnection(sandbox.adminJdbcUrl());
        PreparedStatement drop =
            connection.prepareStatement(
                "SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots"
                    + " WHERE slot_name = ? AND NOT active");
        PreparedStatement count =
            connection.prepareStatement("SELECT FROM pg_replication_slots WHERE slot_name = ?")) {
      drop.setString(1, schema);
      drop.execute();
      count.setString(1, schema);
      try (ResultSet rows = count.executeQuery()) {
        return !rows.next();
      }
    }
  }

  /** Returns the row that {@link #change} updates. */
  static long updated(int writer, long number) {
    return writer * WRITER_STEP + 2 * number;
  }

  /** Returns the row that {@link #change} deletes. */
  static long deleted(int writer, long number) {
    return updated(writer, number) + 1;
  }

  /** Returns the row that {@link #change} inserts. */
  static long inserted(int writer, long number) {
    return writer * WRITER_STEP + FIRST_NEW + number;
  }

  /** Updates one row, deletes one and inserts one, without a commit. */
  static void change(Connection connection, int writer, long number) throws SQLException {
    execute(
        connection,
        "UPDATE items SET name = 'changed', amount = -amount, at = at + interval '1 us'"
            + " WHERE id = ?",
        updated(writer, number));
    execute(connection, "DELETE FROM items WHERE id = ?", deleted(writer, number));
    execute(
        connection,
        "INSERT INTO items VALUES (?, 'new', 1, 0.1, clock_timestamp())",
        inserted(writer, number));
  }

  /** Updates a row that all writers update, which locks it until the commit. */
  static void changeShared(Connection connection, long number) throws SQLException {
    execute(
        connection,
        "UPDATE items SET amount = amount + 1, at = clock_timestamp() WHERE id = ?",
        updated(0, 1 + number % 5));
  }

  private static void execute(Connection connection, String sql, long id) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setLong(1, id);
      statement.execute();
    }
  }
}
