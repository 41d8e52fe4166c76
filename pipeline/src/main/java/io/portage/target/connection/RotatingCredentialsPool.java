package io.portage.target.connection;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.util.Credentials;
import io.portage.config.JdbcConfig;

/**
 * A pool that resolves user and password for each new connection, so that a password that was
 * rotated in its secret store is used without a restart.
 */
final class RotatingCredentialsPool extends HikariDataSource {
  private final JdbcConfig jdbc;

  /** Connects on first use; {@code settings} contain no credentials. */
  RotatingCredentialsPool(HikariConfig settings, JdbcConfig jdbc) {
    this.jdbc = jdbc;
    settings.copyStateTo(this);
  }

  @Override
  public Credentials getCredentials() {
    return Credentials.of(jdbc.user().reveal(), jdbc.password().reveal());
  }
}
