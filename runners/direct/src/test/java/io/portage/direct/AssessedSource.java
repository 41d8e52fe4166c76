package io.portage.direct;

import io.portage.sandbox.Sandbox;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/** A source database of the sandbox's PostgreSQL, with a user who may only read it. */
final class AssessedSource implements AutoCloseable {
  static final String READER = "assess_reader";
  static final String PASSWORD = "s3cret-of-the-reader";

  private final Sandbox sandbox;
  private final String name;

  private AssessedSource(Sandbox sandbox, String name) {
    this.sandbox = sandbox;
    this.name = name;
  }

  /** Creates the database and runs the script in it as the superuser. */
  static AssessedSource create(Sandbox sandbox, String name, String script) throws SQLException {
    AssessedSource source = new AssessedSource(sandbox, name);
    try (Connection admin = DriverManager.getConnection(sandbox.adminJdbcUrl());
        Statement statement = admin.createStatement()) {
      statement.execute("DROP DATABASE IF EXISTS " + name);
      statement.execute("CREATE DATABASE " + name);
      statement.execute(
          "DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '"
              + READER
              + "') THEN CREATE ROLE "
              + READER
              + " LOGIN PASSWORD '"
              + PASSWORD
              + "'; END IF; END $$");
    }
    source.execute(script);
    return source;
  }

  String adminUrl() {
    return sandbox.adminJdbcUrl().replace("/appdb?", "/" + name + "?");
  }

  /** The URL without a user. */
  String url() {
    return "jdbc:postgresql://127.0.0.1:" + sandbox.postgres().port() + "/" + name;
  }

  void execute(String script) throws SQLException {
    try (Connection connection = DriverManager.getConnection(adminUrl());
        Statement statement = connection.createStatement()) {
      statement.execute(script);
    }
  }

  /** Drops the slots, without which the server would keep its log for ever. */
  @Override
  public void close() throws SQLException {
    execute(
        "SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots"
            + " WHERE database = current_database()");
  }
}
