package io.portage.target.connection;

import io.portage.config.JdbcConfig;
import io.portage.config.JdbcUrl;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;

/**
 * JDBC drivers, found where Portage itself was loaded from.
 *
 * <p>{@link DriverManager} looks for drivers once in a JVM. A cluster's JVM loads each job with a
 * class loader of its own, so that it would find the first job's driver and no later one; and what
 * stays registered keeps the classes of an ended job in memory, so {@link ConnectionPool} has it
 * forgotten with the last pool.
 */
public final class JdbcDrivers {
  private JdbcDrivers() {}

  /**
   * The driver for {@code urlWithSecrets}. It is asked without the URL's secrets, since drivers log
   * a URL that they do not understand.
   *
   * @throws SQLException when the class path has none
   */
  public static Driver of(String urlWithSecrets) throws SQLException {
    String url = JdbcUrl.of(urlWithSecrets).bare();
    for (Driver driver : ServiceLoader.load(Driver.class, JdbcDrivers.class.getClassLoader())) {
      if (driver.acceptsURL(url)) {
        return driver;
      }
    }
    return DriverManager.getDriver(url);
  }

  /**
   * A connection of its own, outside of any pool.
   *
   * @throws SQLException when there is no driver for the URL, or when it cannot connect; its words
   *     hold no secret
   */
  public static Connection connect(JdbcConfig config) throws SQLException {
    return new DriverDataSource(of(config.url()), JdbcUrl.of(config.url()), Map.of())
        .getConnection(config.user().reveal(), config.password().reveal());
  }

  /** What was loaded with this job is no longer registered; without a job of its own, nothing. */
  static void deregister() {
    ClassLoader loader = JdbcDrivers.class.getClassLoader();
    if (loader != ClassLoader.getSystemClassLoader()) {
      deregisterOf(loader);
    }
  }

  private static void deregisterOf(ClassLoader loader) {
    List<Driver> own =
        DriverManager.drivers()
            .filter(driver -> driver.getClass().getClassLoader() == loader)
            .toList();
    for (Driver driver : own) {
      try {
        DriverManager.deregisterDriver(driver);
      } catch (SQLException e) {
        throw new IllegalStateException("a driver refuses to be deregistered", e);
      }
    }
  }
}
