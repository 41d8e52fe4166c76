package io.portage.target.connection;

import io.portage.config.JdbcUrl;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.Map;
import java.util.Properties;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Connects with one driver. The driver gets the URL without its secrets, and the secrets as
 * properties, so that its messages cannot contain them. The URL's properties take precedence over
 * {@code defaults} and over the user and password of a call.
 */
final class DriverDataSource implements DataSource {
  private final Driver driver;
  private final JdbcUrl url;
  private final Map<String, String> defaults;
  private @Nullable PrintWriter log;

  DriverDataSource(Driver driver, JdbcUrl url, Map<String, String> defaults) {
    this.driver = driver;
    this.url = url;
    this.defaults = Map.copyOf(defaults);
  }

  @Override
  public Connection getConnection() throws SQLException {
    return connect(new Properties());
  }

  @Override
  public Connection getConnection(String user, String password) throws SQLException {
    Properties login = new Properties();
    login.setProperty("user", user);
    login.setProperty("password", password);
    return connect(login);
  }

  private Connection connect(Properties login) throws SQLException {
    Properties properties = new Properties();
    defaults.forEach(properties::setProperty);
    properties.putAll(login);
    url.properties().forEach(properties::setProperty);
    Connection connection = driver.connect(url.bare(), properties);
    if (connection == null) {
      throw new SQLException("the driver does not accept the URL " + url.shown());
    }
    return connection;
  }

  @Override
  public int getLoginTimeout() {
    return DriverManager.getLoginTimeout();
  }

  /** Sets the timeout of {@code DriverManager}, which drivers read. */
  @Override
  public void setLoginTimeout(int seconds) {
    DriverManager.setLoginTimeout(seconds);
  }

  @Override
  public @Nullable PrintWriter getLogWriter() {
    return log;
  }

  @Override
  public void setLogWriter(@Nullable PrintWriter out) {
    log = out;
  }

  @Override
  public Logger getParentLogger() throws SQLFeatureNotSupportedException {
    return driver.getParentLogger();
  }

  @Override
  public boolean isWrapperFor(Class<?> type) {
    return type.isInstance(this);
  }

  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    if (!isWrapperFor(type)) {
      throw new SQLException("not a " + type.getName());
    }
    return type.cast(this);
  }
}
