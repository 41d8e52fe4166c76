package io.portage.launcher.contract.sources;

import io.portage.sandbox.Sandbox;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;

/** A PostgreSQL database that connectors capture from slots which exist before they start. */
final class PostgresSource implements ShopSource {
  private final Sandbox sandbox;
  private final String name;

  PostgresSource(Sandbox sandbox, String name) {
    this.sandbox = sandbox;
    this.name = name;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Database database() {
    return Database.POSTGRESQL;
  }

  @Override
  public String block() {
    return "Connector: PostgreSQL";
  }

  @Override
  public String transform() {
    return "Transform: unwrapped events of PostgreSQL";
  }

  @Override
  public Map<String, String> variables() {
    return Map.of(
        "host", "127.0.0.1",
        "port", Integer.toString(sandbox.postgres().port()),
        "user", "postgres",
        "password", "postgres",
        "database", name);
  }

  @Override
  public Connection connect() throws SQLException {
    return DriverManager.getConnection(
        sandbox.adminJdbcUrl().replace("/appdb?", "/" + name + "?") + "&currentSchema=shop");
  }

  @Override
  public void create() throws SQLException {
    try (Connection admin = DriverManager.getConnection(sandbox.adminJdbcUrl());
        Statement statement = admin.createStatement()) {
      statement.execute("CREATE DATABASE " + name);
    }
    List<String> ddl = new ArrayList<>(List.of("CREATE SCHEMA shop"));
    ShopTable.ALL.forEach(table -> ddl.add(table.sourceDdl(database())));
    ddl.add("CREATE TABLE debezium_signal (id varchar(64), type varchar(32), data varchar(2048))");
    ddl.add("CREATE INDEX ON readings (sensor, number)");
    ddl.add("ALTER TABLE readings REPLICA IDENTITY FULL");
    ddl.add("ALTER TABLE documents ALTER COLUMN body SET STORAGE EXTERNAL");
    ddl.add("ALTER TABLE seats ALTER COLUMN plan SET STORAGE EXTERNAL");
    try (Connection connection = connect()) {
      ShopWriter.transaction(connection, ddl);
      ShopWriter.transaction(connection, ShopWriter.initial());
    }
  }

  /** Creates the publication, and then the slot, which cannot read what was written before it. */
  @Override
  public void prepare(Capture capture) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE PUBLICATION " + capture.name() + " FOR TABLES IN SCHEMA shop");
      statement.execute(
          "SELECT pg_create_logical_replication_slot('" + capture.name() + "', 'pgoutput')");
    }
  }

  @Override
  public String pause(double seconds) {
    return "SELECT pg_sleep(" + seconds + ")";
  }

  @Override
  public String openTransactions() {
    return "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
        + " AND state = 'idle in transaction' AND backend_xid IS NOT NULL";
  }

  @Override
  public void drop(List<Capture> captures) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      for (Capture capture : captures) {
        Awaitility.await()
            .ignoreException(SQLException.class)
            .until(
                () ->
                    statement.execute("SELECT pg_drop_replication_slot('" + capture.name() + "')"));
      }
    }
  }
}
