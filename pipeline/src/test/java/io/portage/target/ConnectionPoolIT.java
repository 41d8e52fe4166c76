package io.portage.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import io.portage.config.JdbcConfig;
import io.portage.config.Secret;
import io.portage.config.SecretException;
import io.portage.sandbox.Sandbox;
import io.portage.sandbox.junit.SandboxExtension;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SandboxExtension.class)
class ConnectionPoolIT {
  @TempDir private Path folder;

  private static JdbcConfig config(Sandbox sandbox, String password) {
    // A parameter of its own keeps this pool apart from those of other tests.
    return new JdbcConfig(
        sandbox.jdbcUrl() + "?loginTimeout=11", Secret.of(sandbox.user()), Secret.of(password));
  }

  @Test
  void sharesOnePoolUntilTheLastShareIsGivenBack(Sandbox sandbox) throws SQLException {
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
  void connectionsAreNamedInUtcAndWithoutAutocommit(Sandbox sandbox) throws SQLException {
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
  void aWrongPasswordIsFatalAndNotShown(Sandbox sandbox) {
    try (ConnectionPool pool = ConnectionPool.acquire(config(sandbox, "wrong-secret"))) {
      JdbcTargetTables tables =
          JdbcTargetTables.over(
              pool.dataSource(),
              Dialects.of(sandbox.jdbcUrl()),
              Pause.REAL,
              Retrying.Listener.NONE);

      assertThatThrownBy(() -> tables.find("any"))
          .isInstanceOf(TargetException.class)
          .hasMessageContaining("password authentication failed for user \"app\"")
          .hasMessageContaining("28P01")
          .message()
          .doesNotContain("wrong-secret");
    }
  }

  @Test
  void aPasswordThatWasChangedInItsStoreIsTakenUpByTheNextConnection(Sandbox sandbox)
      throws Exception {
    Path file = Files.writeString(folder.resolve("password"), "of-yesterday\n");
    JdbcConfig config =
        new JdbcConfig(
            sandbox.jdbcUrl() + "?loginTimeout=12",
            Secret.of(sandbox.user()),
            Secret.kept("file", file.toString(), "target.jdbc.password"));
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
  void aReferenceThatLeadsNowhereIsToldAtOnce(Sandbox sandbox) {
    JdbcConfig config =
        new JdbcConfig(
            sandbox.jdbcUrl(),
            Secret.of(sandbox.user()),
            Secret.kept("env", "PORTAGE_NO_SUCH", "target.jdbc.password"));

    assertThatThrownBy(() -> ConnectionPool.acquire(config))
        .isInstanceOf(SecretException.class)
        .hasMessageContaining("target.jdbc.password: the secret {env: PORTAGE_NO_SUCH}");
  }

  @Test
  void anUnknownDatabaseIsNamedWithoutItsPassword() {
    JdbcConfig config =
        new JdbcConfig("jdbc:strange://h/x?password=hidden", Secret.of("u"), Secret.of("p"));

    assertThatThrownBy(() -> ConnectionPool.acquire(config))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("no dialect for jdbc:strange:...; there is: [postgresql]");
  }

  @Test
  void aPasswordInTheUrlIsStillTheOneThatCounts(Sandbox sandbox) throws SQLException {
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
