package io.portage.target.connection;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.util.Credentials;
import io.portage.config.JdbcConfig;

/**
 * A pool that asks for user and password anew for each connection it makes, so that a password that
 * was changed in its store is taken up without a restart.
 */
final class RotatingCredentialsPool extends HikariDataSource {
  private final JdbcConfig jdbc;

  /** Connects when first used; {@code settings} hold no credentials. */
  RotatingCredentialsPool(HikariConfig settings, JdbcConfig jdbc) {
    this.jdbc = jdbc;
    settings.copyStateTo(this);
  }

  @Override
  public Credentials getCredentials() {
    return Credentials.of(jdbc.user().reveal(), jdbc.password().reveal());
  }
}
