package io.portage.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import io.portage.config.JdbcConfig;
import io.portage.config.Secret;
import io.portage.target.connection.ConnectionPool;
import io.portage.target.connection.JdbcDrivers;
import java.sql.SQLException;
import java.text.MessageFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The driver and the pool get no URL with secrets, which they could log or put into a message. */
final class DriverSecretsTest {
  private static final Logger DRIVER = Logger.getLogger("org.postgresql");
  private static final String SECRETS = "password=s3cret&sslpassword=s3cret";

  private final List<String> logged = new ArrayList<>();
  private final Handler handler =
      new Handler() {
        @Override
        public void publish(LogRecord entry) {
          logged.add(MessageFormat.format(entry.getMessage(), entry.getParameters()));
          if (entry.getThrown() != null) {
            logged.add(entry.getThrown().toString());
          }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  @BeforeEach
  void listens() {
    handler.setLevel(Level.ALL);
    DRIVER.setLevel(Level.ALL);
    DRIVER.addHandler(handler);
  }

  @AfterEach
  void leaves() {
    DRIVER.removeHandler(handler);
    DRIVER.setLevel(null);
  }

  @Test
  void loggedMessagesAboutAnInvalidUrlContainNoSecrets() {
    assertThatThrownBy(() -> JdbcDrivers.of("jdbc:postgresql://db:5432?" + SECRETS))
        .isInstanceOf(SQLException.class)
        .hasMessageNotContaining("s3cret");
    assertThat(logged).anyMatch(line -> line.contains("jdbc:postgresql://db:5432"));
    assertThat(logged).noneMatch(line -> line.contains("s3cret"));
  }

  @Test
  void loggedMessagesAboutAFailedConnectionContainNoSecrets() {
    JdbcConfig nobody = config("jdbc:postgresql://127.0.0.1:1/app?" + SECRETS);

    assertThatThrownBy(() -> JdbcDrivers.connect(nobody))
        .isInstanceOf(SQLException.class)
        .hasMessageNotContaining("s3cret");
    assertThat(logged).anyMatch(line -> line.contains("jdbc:postgresql://127.0.0.1:1/app"));
    assertThat(logged).noneMatch(line -> line.contains("s3cret"));
  }

  @Test
  void poolHasNoUrl() {
    JdbcConfig nobody = config("jdbc:postgresql://127.0.0.1:1/app?" + SECRETS);
    try (ConnectionPool pool = ConnectionPool.acquire(nobody)) {
      HikariDataSource source = (HikariDataSource) pool.dataSource();
      assertThat(source.getJdbcUrl()).isNull();
      assertThat(source.getDataSourceProperties().toString()).doesNotContain("s3cret");
    }
  }

  private static JdbcConfig config(String url) {
    return new JdbcConfig(url, Secret.of("me"), Secret.of("other"));
  }
}
