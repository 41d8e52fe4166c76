package io.portage.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("full")
class SandboxMariaDbIT {
  private static Sandbox sandbox;

  @BeforeAll
  static void start() {
    sandbox = Sandbox.start();
  }

  @AfterAll
  static void close() {
    sandbox.close();
  }

  @Test
  void capturesRowsInUtc() throws Exception {
    assertThat(
            query(
                "SELECT CONCAT_WS(' ', @@log_bin, @@binlog_format, @@binlog_row_image,"
                    + " @@binlog_row_metadata, @@time_zone, @@character_set_server,"
                    + " @@bind_address)"))
        .isEqualTo("ON ROW FULL FULL +00:00 utf8mb4 127.0.0.1");
  }

  @Test
  void requiresPasswords() {
    String url = sandbox.mariaDb().jdbcUrl();
    assertThatThrownBy(() -> DriverManager.getConnection(url, "root", ""))
        .isInstanceOf(SQLException.class);
    assertThatThrownBy(() -> DriverManager.getConnection(url, "app", "wrong"))
        .isInstanceOf(SQLException.class);
    assertThatThrownBy(() -> DriverManager.getConnection(url, "", ""))
        .isInstanceOf(SQLException.class);
  }

  @Test
  void killedServerComesBackOnItsPortWithCommittedData() throws Exception {
    SandboxMariaDb server = sandbox.mariaDb();
    execute("CREATE TABLE killed (id INT PRIMARY KEY)", "INSERT INTO killed VALUES (7)");
    int port = server.port();

    server.server().kill();
    assertThat(server.server().state()).isEqualTo(ServerState.STOPPED);
    server.server().start();

    assertThat(sandbox.mariaDb().port()).isEqualTo(port);
    assertThat(query("SELECT GROUP_CONCAT(id) FROM killed")).isEqualTo("7");
  }

  private static void execute(String... statements) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  private static String query(String sql) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getString(1);
    }
  }

  private static Connection connect() throws SQLException {
    SandboxMariaDb server = sandbox.mariaDb();
    return DriverManager.getConnection(server.jdbcUrl(), server.user(), server.password());
  }
}
