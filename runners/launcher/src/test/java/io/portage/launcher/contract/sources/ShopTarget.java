package io.portage.launcher.contract.sources;

import io.portage.sandbox.Sandbox;
import io.portage.sandbox.SandboxMariaDb;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** A target database that a job gets for itself. */
final class ShopTarget {
  private final Database database;
  private final String adminUrl;
  private final String urlPattern;
  private final String user;
  private final String password;
  private String url = "";

  private ShopTarget(
      Database database, String adminUrl, String urlPattern, String user, String password) {
    this.database = database;
    this.adminUrl = adminUrl;
    this.urlPattern = urlPattern;
    this.user = user;
    this.password = password;
  }

  /** Returns a target in the sandbox's PostgreSQL. */
  static ShopTarget postgresql(Sandbox sandbox) {
    return new ShopTarget(
        Database.POSTGRESQL,
        sandbox.adminJdbcUrl(),
        sandbox.jdbcUrl().replace("/appdb", "/%s"),
        sandbox.user(),
        sandbox.password());
  }

  /** Returns a target in the sandbox's MariaDB. */
  static ShopTarget mariaDb(SandboxMariaDb server) {
    return new ShopTarget(
        Database.MARIADB,
        server.adminJdbcUrl(),
        server.jdbcUrl("%s"),
        server.adminUser(),
        server.adminPassword());
  }

  Database database() {
    return database;
  }

  String url() {
    return url;
  }

  String user() {
    return user;
  }

  String password() {
    return password;
  }

  Connection connect() throws SQLException {
    return DriverManager.getConnection(url, user, password);
  }

  /** Creates a database of this name with the empty tables. */
  void create(String name) throws SQLException {
    try (Connection admin = DriverManager.getConnection(adminUrl)) {
      ShopWriter.execute(
          admin,
          List.of(
              "CREATE DATABASE "
                  + name
                  + (database == Database.POSTGRESQL ? " OWNER " + user : "")));
    }
    url = urlPattern.formatted(name);
    List<String> ddl = new ArrayList<>();
    ShopTable.ALL.forEach(table -> ddl.add(table.targetDdl(database)));
    try (Connection connection = connect()) {
      ShopWriter.transaction(connection, ddl);
    }
  }
}
