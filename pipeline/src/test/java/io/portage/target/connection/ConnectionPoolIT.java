package io.portage.target.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import io.portage.config.JdbcConfig;
import io.portage.config.Secret;
import io.portage.config.SecretException;
import io.portage.sandbox.Sandbox;
import io.portage.sandbox.junit.SandboxExtension;
import io.portage.target.Dialect;
import io.portage.target.Dialects;
import io.portage.target.JdbcTargetTables;
import io.portage.target.TargetException;
import io.portage.target.TargetTable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(SandboxExtension.class)
@Timeout(60)
class ConnectionPoolIT {
  @TempDir private Path folder;

  private static JdbcConfig config(Sandbox sandbox, String password) {
    // A distinct parameter separates this pool from those of other tests.
    return new JdbcConfig(
        sandbox.jdbcUrl() + "?loginTimeout=11", Secret.of(sandbox.user()), Secret.of(password));
  }

  @Test
  void sharesOnePoolUntilTheLastHandleIsClosed(Sandbox sandbox) throws SQLException {
    JdbcConfig config = config(sandbox, sandbox.password());
    ConnectionPool first = ConnectionPool.acquire(config);
    ConnectionPool second = ConnectionPool.acquire(config(sandbox, sandbox.password()));
    assertThat(second.dataSource()).isSameAs(first.dataSource());

    first.close();
    first.close();
    try (Connection connection = second.dataSource().getConnection()) {
      assertThat(connection.isValid(5)).isTrue();
    }
    second.close();

    assertThatThrownBy(() -> second.dataSource().getConnection()).hasMessageContaining("closed");
    try (ConnectionPool third = ConnectionPool.acquire(config)) {
      assertThat(third.dataSource()).isNotSameAs(first.dataSource());
    }
  }

  @Test
  void connectionsHaveAnApplicationNameUtcAndNoAutocommit(Sandbox sandbox) throws SQLException {
    try (ConnectionPool pool = ConnectionPool.acquire(config(sandbox, sandbox.password()));
        Connection connection = pool.dataSource().getConnection();
        Statement statement = connection.createStatement();
        ResultSet result =
            statement.executeQuery(
                "SELECT current_setting('application_name'), current_setting('TimeZone'),"
                    + " current_setting('transaction_isolation')")) {
      result.next();

      assertThat(result.getString(1)).isEqualTo("portage");
      assertThat(result.getString(2)).isEqualTo("UTC");
      assertThat(result.getString(3)).isEqualTo("read committed");
      assertThat(connection.getAutoCommit()).isFalse();
    }
  }

  @Test
  void leavesNoSettingsInASessionThatAPoolerMayReassign(Sandbox sandbox) throws SQLException {
    Dialect dialect = Dialects.of(sandbox.jdbcUrl());
    TargetTable table = TargetTable.of("t", List.of(), List.of());
    try (ConnectionPool pool = ConnectionPool.acquire(config(sandbox, sandbox.password()));
        Connection connection = pool.dataSource().getConnection()) {
      for (int i = 0; i < 10; i++) {
        dialect.begin(connection, table, new int[] {1, 2});
        connection.commit();
      }

      assertThat(one(connection, "SELECT count(*) FROM pg_prepared_statements")).isEqualTo("0");
      assertThat(one(connection, "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'"))
          .isEqualTo("0");
      assertThat(one(connection, "SHOW lock_timeout")).isEqualTo("0");
      connection.rollback();
    }
  }

  @Test
  void lockTimeoutIsShorterThanTheNetworkTimeout(Sandbox sandbox) throws SQLException {
    Dialect dialect = Dialects.of(sandbox.jdbcUrl());
    JdbcConfig patient = withParameters(sandbox, "?loginTimeout=14");
    JdbcConfig hasty = withParameters(sandbox, "?socketTimeout=9");
    JdbcConfig own = withParameters(sandbox, "?options=-c%20lock_timeout=7s");
    for (JdbcConfig config : List.of(patient, hasty, own)) {
      try (ConnectionPool pool = ConnectionPool.acquire(config);
          Connection connection = pool.dataSource().getConnection()) {
        dialect.begin(connection);

        assertThat(one(connection, "SHOW lock_timeout"))
            .isEqualTo(config.equals(patient) ? "1min" : config.equals(hasty) ? "4500ms" : "7s");
        assertThat(one(connection, "SHOW client_connection_check_interval")).isEqualTo("10s");
        connection.rollback();
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "25006, false, SET TRANSACTION READ ONLY; CREATE TABLE read_only ()",
    "26000, false, EXECUTE of_another_session",
    "42P05, false, PREPARE twice AS SELECT 1; PREPARE twice AS SELECT 1",
    "22012, true, SELECT 1 / 0",
  })
  void evictsOnlyConnectionsWithABrokenSession(
      String state, boolean stays, String sql, Sandbox sandbox) throws SQLException {
    try (ConnectionPool pool = ConnectionPool.acquire(config(sandbox, sandbox.password()))) {
      String session;
      try (Connection connection = pool.dataSource().getConnection()) {
        session = one(connection, "SELECT pg_backend_pid()");
        connection.rollback();

        assertThatThrownBy(() -> one(connection, sql))
            .isInstanceOfSatisfying(
                SQLException.class, refused -> assertThat(refused.getSQLState()).isEqualTo(state));
      }

      try (Connection next = pool.dataSource().getConnection()) {
        assertThat(one(next, "SELECT pg_backend_pid()").equals(session)).isEqualTo(stays);
      }
    }
  }

  private static JdbcConfig withParameters(Sandbox sandbox, String parameters) {
    return new JdbcConfig(
        sandbox.jdbcUrl() + parameters, Secret.of(sandbox.user()), Secret.of(sandbox.password()));
  }

  private static String one(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      result.next();
      return result.getString(1);
    }
  }

  @Test
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void aSlowSecretDoesNotBlockOtherDatabases(Sandbox sandbox) throws Exception {
    Path slow = folder.resolve("slow");
    new ProcessBuilder("mkfifo", slow.toString()).start().waitFor();
    JdbcConfig waits =
        new JdbcConfig(
            sandbox.jdbcUrl() + "?loginTimeout=15",
            Secret.of(sandbox.user()),
            Secret.referenceTo("file", slow.toString(), "target.jdbc.password"));
    AtomicReference<ConnectionPool> late = new AtomicReference<>();
    Thread reader = new Thread(() -> late.set(ConnectionPool.acquire(waits)));
    reader.setDaemon(true);
    reader.start();
    await().until(() -> isInReveal(reader));

    for (int i = 0; i < 64; i++) { // some of them share a bin of the map
      ConnectionPool.acquire(withParameters(sandbox, "?loginTimeout=" + (20 + i))).close();
    }

    assertThat(late.get()).isNull();
    Files.writeString(slow, sandbox.password());
    reader.join();
    late.get().close();
  }

  private static boolean isInReveal(Thread thread) {
    return Arrays.stream(thread.getStackTrace())
        .anyMatch(frame -> frame.getMethodName().equals("reveal"));
  }

  @Test
  void aWrongPasswordIsFatalAndNotInTheMessage(Sandbox sandbox) {
    try (ConnectionPool pool = ConnectionPool.acquire(config(sandbox, "wrong-secret"))) {
      JdbcTargetTables tables =
          JdbcTargetTables.over(
              pool.dataSource(),
              Dialects.of(sandbox.jdbcUrl()),
              Sleeper.REAL,
              RetryPolicy.RetryListener.NONE);

      assertThatThrownBy(() -> tables.find("any"))
          .isInstanceOf(TargetException.class)
          .hasMessageContaining("password authentication failed for user \"app\"")
          .hasMessageContaining("28P01")
          .message()
          .doesNotContain("wrong-secret");
    }
  }

  @Test
  void theNextConnectionUsesARotatedPassword(Sandbox sandbox) throws Exception {
    Path file = Files.writeString(folder.resolve("password"), "of-yesterday\n");
    JdbcConfig config =
        new JdbcConfig(
            sandbox.jdbcUrl() + "?loginTimeout=12",
            Secret.of(sandbox.user()),
            Secret.referenceTo("file", file.toString(), "target.jdbc.password"));
    try (ConnectionPool pool = ConnectionPool.acquire(config)) {
      HikariDataSource source = (HikariDataSource) pool.dataSource();
      source.setConnectionTimeout(1_000);
      assertThatThrownBy(source::getConnection)
          .hasStackTraceContaining("password authentication failed");

      source.setConnectionTimeout(30_000);
      Files.writeString(file, sandbox.password() + "\n");

      try (Connection connection = pool.dataSource().getConnection()) {
        assertThat(connection.isValid(5)).isTrue();
      }
    }
  }

  @Test
  void reportsAnUnresolvableSecretAtOnce(Sandbox sandbox) {
    JdbcConfig config =
        new JdbcConfig(
            sandbox.jdbcUrl(),
            Secret.of(sandbox.user()),
            Secret.referenceTo("env", "PORTAGE_NO_SUCH", "target.jdbc.password"));

    assertThatThrownBy(() -> ConnectionPool.acquire(config))
        .isInstanceOf(SecretException.class)
        .hasMessageContaining("target.jdbc.password: the secret {env: PORTAGE_NO_SUCH}");
  }

  @Test
  void reportsAnUnsupportedDatabaseWithoutItsPassword() {
    JdbcConfig config =
        new JdbcConfig("jdbc:strange://h/x?password=hidden", Secret.of("u"), Secret.of("p"));

    assertThatThrownBy(() -> ConnectionPool.acquire(config))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageMatching("no dialect for jdbc:strange:...; supported: .*\\bpostgresql\\b.*");
  }

  @Test
  void aPasswordInTheUrlTakesPrecedence(Sandbox sandbox) throws SQLException {
    JdbcConfig config =
        new JdbcConfig(
            sandbox.jdbcUrl() + "?password=" + sandbox.password(),
            Secret.of(sandbox.user()),
            Secret.of("another"));
    try (ConnectionPool pool = ConnectionPool.acquire(config);
        Connection connection = pool.dataSource().getConnection()) {
      assertThat(connection.isValid(5)).isTrue();
      assertThat(connection.getMetaData().getURL()).doesNotContain("password");
    }
  }
}
