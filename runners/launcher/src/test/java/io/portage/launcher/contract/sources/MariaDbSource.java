package io.portage.launcher.contract.sources;

import io.portage.sandbox.SandboxMariaDb;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A MariaDB database that connectors capture from the binary log. */
final class MariaDbSource implements ShopSource {
  private final SandboxMariaDb server;

  MariaDbSource(SandboxMariaDb server) {
    this.server = server;
  }

  @Override
  public String name() {
    return "mariadb_shop";
  }

  @Override
  public Database database() {
    return Database.MARIADB;
  }

  @Override
  public String block() {
    return "Connector: MariaDB";
  }

  @Override
  public String transform() {
    return "Transform: unwrapped events of MariaDB";
  }

  @Override
  public Map<String, String> variables() {
    return Map.of(
        "host", server.host(),
        "port", Integer.toString(server.port()),
        "user", server.adminUser(),
        "password", server.adminPassword());
  }

  @Override
  public Connection connect() throws SQLException {
    return DriverManager.getConnection(
        server.jdbcUrl("shop"), server.adminUser(), server.adminPassword());
  }

  @Override
  public void create() throws SQLException {
    List<String> ddl = new ArrayList<>();
    ShopTable.ALL.forEach(table -> ddl.add(table.sourceDdl(database())));
    ddl.add("CREATE TABLE debezium_signal (id varchar(64), type varchar(32), data varchar(2048))");
    ddl.add("CREATE INDEX readings_place ON readings (sensor, number)");
    try (Connection admin = DriverManager.getConnection(server.adminJdbcUrl())) {
      ShopWriter.execute(admin, List.of("CREATE DATABASE shop"));
    }
    try (Connection connection = connect()) {
      ShopWriter.transaction(connection, ddl);
      ShopWriter.transaction(connection, ShopWriter.initial());
    }
  }

  @Override
  public void prepare(Capture capture) {
    // The binary log needs no preparation.
  }

  @Override
  public String pause(double seconds) {
    return "DO SLEEP(" + seconds + ")";
  }

  @Override
  public String openTransactions() {
    return "SELECT count(*) FROM information_schema.innodb_trx WHERE trx_rows_modified > 0";
  }

  @Override
  public void drop(List<Capture> captures) {
    // A connector leaves nothing.
  }
}
